// A cooperation agreement over HTTP, by a client generated from the OpenAPI document: opened, refused,
// admitted, held, decided. Every answer is typed; the compiler knows each status and its body.
//
//   make up                                          in another window
//   npm ci && npm run generate && npm run build
//   export PARTNER=$(vade token --as partner:partner-17) …      as ../walkthrough.sh names them
//   npm run walk                                     stops where an answer is not as it says here

import assert from "node:assert/strict";
import createClient from "openapi-fetch";
import type { components, paths } from "./vade.js";

type Schemas = components["schemas"];
type Client = ReturnType<typeof as>;

const { VADE = "http://127.0.0.1:8480" } = process.env;
const run = `${Date.now()}-${process.pid}`;
const today = new Date().toISOString().slice(0, 10);

/** The client of whoever the token in this setting proves. */
const as = (setting: string) =>
  createClient<paths>({
    baseUrl: VADE,
    headers: { Authorization: `Bearer ${process.env[setting]}` },
  });

const partner = as("PARTNER");
const stranger = as("STRANGER");
const general = as("GENERAL");
const district = as("DISTRICT");
const registry = as("REGISTRY");

/** A key of our own for each filing and command: sent again under it, nothing is done twice. */
const key = (name: string) => ({ "Idempotency-Key": `${name}-${run}` });

/** Sends a command as somebody. */
const send = (
  who: Client,
  case_id: string,
  command: string,
  name: string,
  body: Schemas["CommandSent"],
) =>
  who.POST("/v1/cases/{case_id}/commands/{command}", {
    params: { path: { case_id, command }, header: key(name) },
    body,
  });

/** Asks for a command's receipt. */
const ask = (who: Client, case_id: string, name: string) =>
  who.GET("/v1/cases/{case_id}/receipts/{command_id}", {
    params: { path: { case_id, command_id: `${name}-${run}` } },
  });

/** The rules that say no. */
const rules = (problem: Schemas["Problem"] | undefined) =>
  problem?.reasons?.map((reason) => reason.rule);

// -- the partner applies; the key makes it one application, however often it is sent
const open = (wished_months: number) =>
  partner.POST("/v1/processes/{process}/cases", {
    params: { path: { process: "agreement" }, header: key("apply") },
    body: {
      body: {
        partner: "partner-17",
        partner_kind: "ngo",
        has_branch: true,
        documents: ["letter", "ek-1", "legal-personality", "signature-circular", "branch-proof"],
        area: { districts: ["0601"], provinces: ["06"] },
        applied_to: "district",
        programme: `program-${run}`,
        wished_months,
        special: false,
        public_cost: false,
      },
    },
  });
const opened = await open(12);
assert.equal(opened.response.status, 201);
assert(opened.data);
const { case_id, received_at } = opened.data;
console.log("opened", case_id, received_at);
const again = await open(12);
assert.equal(again.response.status, 200);
assert.deepEqual(again.data, { ...opened.data, again: true });
const other = await open(6);
assert.equal(other.response.status, 409);
assert.deepEqual(rules(other.error), ["V-6"]);

// -- nobody else learns that there is a case
const foreign = await stranger.GET("/v1/cases/{case_id}", { params: { path: { case_id } } });
assert.equal(foreign.response.status, 404);

// -- judged before the programme is published: refused, with the rule and what to do
const form = {
  body: { form_no: "EK2-1", subject: `konu-${run}`, favourable: true, letter_no: "E-1" },
};
const early = await send(district, case_id, "record_pre_assessment", "early", form);
assert.equal(early.response.status, 409);
assert.equal(early.error?.type, "urn:vade:problem:refused");
console.log("refused", early.error?.detail);
assert.equal((await ask(district, case_id, "early")).data?.state, "refused");

// -- recorded, and answered once
const published = { body: { programme_no: "P-1", published_on: today } };
const first = await send(general, case_id, "record_programme_published", "published", published);
assert.equal(first.response.status, 200);
const repeated = await send(general, case_id, "record_programme_published", "published", published);
assert.deepEqual(repeated.data, first.data);
const judged = await send(district, case_id, "record_pre_assessment", "judged", form);
assert.equal(judged.response.status, 200);
console.log("admitted", judged.data);

// -- paper that was received before all this: held, until an office decides on the order
const paper = { register_no: "E-7", received_at, body: { reason: "Vazgeçtik." } };
const held = await send(registry, case_id, "withdraw_application", "paper", paper);
assert.equal(held.response.status, 202);
assert.equal((await ask(registry, case_id, "paper")).data?.state, "held");
console.log("held", held.response.headers.get("location"));
const decided = await send(general, case_id, "decide_order", "order", {
  body: { conflict: `paper-${run}`, in_order: true, reasons: "Dilekçe önce gelmiştir." },
});
assert.equal(decided.response.status, 200);

// -- the case, its dates, and everything that happened
const shown = await partner.GET("/v1/cases/{case_id}", { params: { path: { case_id } } });
assert.equal(shown.data?.view?.decision?.outcome, "withdrawn");
const line = await partner.GET("/v1/cases/{case_id}/timeline", {
  params: { path: { case_id }, query: { lang: "en" } },
});
for (const entry of line.data?.entries ?? []) {
  console.log(entry.n, entry.counts_from, entry.rule, entry.title);
}
console.log("walked through");
