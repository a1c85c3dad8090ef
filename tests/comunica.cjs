// Answers queries with Comunica: node comunica.cjs FOLDER DATA.nq < queries.json
// FOLDER has @comunica/query-sparql-file installed. queries.json is an object of queries by name; a line of JSON comes
// out for each: its name, and its results in SPARQL 1.1 JSON or what went wrong. The default graph is the union of all.
const { createRequire } = require("node:module");
const { readFileSync } = require("node:fs");
const { text } = require("node:stream/consumers");

const [folder, data] = process.argv.slice(2);
const installed = createRequire(`${folder}/node_modules/`);
const { QueryEngine } = installed("@comunica/query-sparql-file");
const { Parser, Store } = installed("n3");

async function main() {
  const engine = new QueryEngine();
  const sources = [new Store(new Parser({ format: "N-Quads" }).parse(readFileSync(data, "utf-8")))];
  for (const [name, query] of Object.entries(JSON.parse(readFileSync(0, "utf-8")))) {
    const told = { name };
    try {
      const answer = await engine.query(query, { sources, unionDefaultGraph: true });
      const { data: stream } = await engine.resultToString(answer, "application/sparql-results+json");
      told.results = JSON.parse(await text(stream));
    } catch (error) {
      told.error = String(error);
    }
    process.stdout.write(`${JSON.stringify(told)}\n`);
  }
}

main();
