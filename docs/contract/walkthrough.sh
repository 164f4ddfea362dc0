#!/bin/sh
# A cooperation agreement over HTTP with nothing but curl: opened, refused, admitted, held, decided.
#
#   make up                             in another window
#   sh docs/contract/walkthrough.sh     prints every answer; stops where one is not as it says here
#
# VADE is the door's address. The tokens are those of a stack on this machine; with an issuer of your
# own, put them into PARTNER, STRANGER, GENERAL, DISTRICT and REGISTRY.
set -eu

VADE=${VADE:-http://127.0.0.1:8480}
PARTNER=${PARTNER:-$(vade token --as partner:partner-17)}
STRANGER=${STRANGER:-$(vade token --as partner:partner-18)}
GENERAL=${GENERAL:-$(vade token --as general-directorate:genel-mudurluk-2)}
DISTRICT=${DISTRICT:-$(vade token --as district-directorate:ilce-mem-3@0601)}
REGISTRY=${REGISTRY:-$(vade token --as registry:evrak-1)}

# Keys are yours: one for each filing and each command, kept until you have the answer.
RUN=$(date +%s)-$$
TODAY=$(date -u +%Y-%m-%d)

# ask STATUS TOKEN PATH [options of curl]: the answer is in $said, and printed as far as it is short
ask() {
  wanted=$1 token=$2 path=$3
  shift 3
  said=$(curl -sS -w '\n%{http_code}' -H "Authorization: Bearer $token" \
    -H 'Content-Type: application/json' "$@" "$VADE/v1$path")
  status=$(printf '%s\n' "$said" | tail -n 1)
  said=$(printf '%s\n' "$said" | sed '$d')
  printf '%s %s\n    %.400s\n' "$status" "$path" "$said"
  [ "$status" = "$wanted" ] || { echo "expected $wanted" >&2; exit 1; }
}

# field NAME: the first text of that name in the last answer
field() {
  printf '%s\n' "$said" | grep -o "\"$1\": *\"[^\"]*\"" | head -n 1 | sed 's/.*: *"\(.*\)"/\1/'
}

# is NAME VALUE: stops where the last answer says otherwise
is() {
  [ "$(field "$1")" = "$2" ] || { echo "expected $1 to be $2" >&2; exit 1; }
}

echo "-- what there is: schemas, who sends what, a template and an example for each body"
ask 200 "$PARTNER" /processes/agreement

echo "-- the partner applies; the key makes it one application, however often it is sent"
APPLICATION='{"body": {"partner": "partner-17", "partner_kind": "ngo", "has_branch": true,
  "documents": ["letter", "ek-1", "legal-personality", "signature-circular", "branch-proof"],
  "area": {"districts": ["0601"], "provinces": ["06"]}, "applied_to": "district",
  "programme": "program-'$RUN'", "wished_months": 12, "special": false, "public_cost": false}}'
ask 201 "$PARTNER" /processes/agreement/cases -H "Idempotency-Key: apply-$RUN" -d "$APPLICATION"
CASE=$(field case_id) RECEIVED=$(field received_at)
ask 200 "$PARTNER" /processes/agreement/cases -H "Idempotency-Key: apply-$RUN" -d "$APPLICATION"
is case_id "$CASE"

echo "-- the same key for another application is refused, and opens nothing"
ask 409 "$PARTNER" /processes/agreement/cases -H "Idempotency-Key: apply-$RUN" \
  -d "$(printf '%s' "$APPLICATION" | sed 's/"wished_months": 12/"wished_months": 6/')"
is rule V-6

echo "-- nobody unproven comes in, and nobody else learns that there is a case"
ask 401 nobody "/cases/$CASE"
ask 404 "$STRANGER" "/cases/$CASE"

echo "-- judged before the programme is published: refused, with the rule and what to do"
FORM='{"body": {"form_no": "EK2-1", "subject": "konu-'$RUN'", "favourable": true, "letter_no": "E-1"}}'
ask 409 "$DISTRICT" "/cases/$CASE/commands/record_pre_assessment" \
  -H "Idempotency-Key: early-$RUN" -d "$FORM"
is type urn:vade:problem:refused
ask 200 "$DISTRICT" "/cases/$CASE/receipts/early-$RUN"
is state refused

echo "-- tried first, without effect; then recorded, and answered once"
PUBLISHED='{"body": {"programme_no": "P-1", "published_on": "'$TODAY'"}}'
ask 200 "$GENERAL" "/cases/$CASE/commands/record_programme_published/preview" -d "$PUBLISHED"
ask 200 "$GENERAL" "/cases/$CASE/commands/record_programme_published" \
  -H "Idempotency-Key: published-$RUN" -d "$PUBLISHED"
ANSWER=$said
ask 200 "$GENERAL" "/cases/$CASE/commands/record_programme_published" \
  -H "Idempotency-Key: published-$RUN" -d "$PUBLISHED"
[ "$said" = "$ANSWER" ]
ask 200 "$DISTRICT" "/cases/$CASE/commands/record_pre_assessment" \
  -H "Idempotency-Key: judged-$RUN" -d "$FORM"

echo "-- paper that was received before all this: held, until an office decides on the order"
ask 202 "$REGISTRY" "/cases/$CASE/commands/withdraw_application" \
  -H "Idempotency-Key: paper-$RUN" \
  -d '{"register_no": "E-7", "received_at": "'"$RECEIVED"'", "body": {"reason": "Vazgeçtik."}}'
is state held
ask 200 "$REGISTRY" "/cases/$CASE/receipts/paper-$RUN"
is state held
ask 200 "$GENERAL" "/cases/$CASE/commands/decide_order" -H "Idempotency-Key: order-$RUN" \
  -d '{"body": {"conflict": "paper-'$RUN'", "in_order": true, "reasons": "Dilekçe önce gelmiştir."}}'
is stage closed
ask 200 "$REGISTRY" "/cases/$CASE/receipts/paper-$RUN"

echo "-- the case, its dates, and everything that happened"
ask 200 "$PARTNER" "/cases/$CASE"
is outcome withdrawn
ask 200 "$PARTNER" "/cases/$CASE/why"
ask 200 "$PARTNER" "/cases/$CASE/timeline?lang=en"
ask 200 "$PARTNER" "/cases?closed_too=true"
