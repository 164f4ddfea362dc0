"""Pages for people: work lists, cases, forms, feeds; drawn on the server, at the API's desk."""
