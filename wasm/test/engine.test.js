// Every message of a session, through the typed methods of the package, on both forms of the engine.
import { before, describe, test } from "node:test";
import assert from "node:assert/strict";
import { kAt, kDefinition, kDirectory, kRecords, kRoster, importPackage } from "./fixture.js";

for (const kind of ["wasm", "js"]) {
  describe(`the engine as ${kind}`, () => {
    /** @type {import("../src/engine.js").Engine} */
    let engine;
    let context;
    before(async () => {
      engine = await (await importPackage()).loadEngine({ prefer: kind });
      const { program } = engine.compile(kDefinition);
      const { directory } = engine.loadDirectory(kDirectory);
      const { roster } = engine.loadRoster(kRoster, { directory });
      context = { program, directory, roster, at: kAt };
    });

    test("says which form, version and limits it has", () => {
      assert.equal(engine.kind, kind);
      const version = engine.version();
      assert.equal(version.ok, true);
      assert.equal(version.engine, engine.engineVersion);
      assert.equal(version.format, 1);
      assert.equal(engine.limits.maxRecordBytes, 4 * 2 ** 20);
      assert.ok(engine.limits.maxMessageBytes > 200e6, "a body of 200 MB can be sent");
    });

    test("compile gives a program, or diagnostics with places", () => {
      const good = engine.compile(kDefinition);
      assert.equal(good.ok, true);
      assert.equal(good.definition, "two-queues");
      assert.match(good.layout, /^[0-9a-f]{16}$/);
      const bad = engine.compile({ ...kDefinition, fields: {} });
      assert.equal(bad.ok, false);
      assert.ok(bad.diagnostics.some(({ code, path }) => code === "unknown-field" && path.startsWith("/decisions/")));
    });

    test("a layout changes only when the fields change", () => {
      const { layout } = engine.compile(kDefinition);
      assert.equal(engine.compile({ ...kDefinition, name: "other" }).layout, layout);
      assert.notEqual(
        engine.compile({ ...kDefinition, fields: { ...kDefinition.fields, More: "Text" } }).layout,
        layout,
      );
    });

    test("check finds a queue that the directory lacks, and keeps nothing", () => {
      const answer = engine.check(
        { ...kDefinition, routing: { place: { ...kDefinition.routing.place, queue: "Nowhere" } } },
        { directory: context.directory },
      );
      assert.ok(
        answer.diagnostics.some(({ found }) => found === "Nowhere"),
        JSON.stringify(answer),
      );
    });

    test("decide takes an object, a text and bytes", () => {
      const record = kRecords[0];
      const asObject = engine.decide(record, context);
      assert.deepEqual(asObject.outcome, { queue: "DACH", agent: "ana", outputs: { queue: "DACH" } });
      assert.deepEqual(engine.decide(JSON.stringify(record), context), asObject);
      assert.deepEqual(engine.decide(new TextEncoder().encode(JSON.stringify(record)), context), asObject);
      assert.equal(asObject.explain, undefined);
    });

    test("outcome gives the outcome of the decision, to any record and after any other message", () => {
      const { at, program, directory, roster } = context;
      for (const record of [...kRecords, { Country: "Österreich 🚉" }, {}]) {
        assert.deepEqual(engine.outcome(record, context), engine.decide(record, context).outcome);
        assert.deepEqual(engine.outcome(JSON.stringify(record), context), engine.decide(record, context).outcome);
      }
      assert.equal(engine.outcome(kRecords[0], context), engine.outcome(kRecords[0], context));
      assert.ok(Object.isFrozen(engine.outcome(kRecords[0], context).outputs));
      const other = engine.compile({
        ...kDefinition,
        decisions: { queue: { ...kDefinition.decisions.queue, rules: [] } },
      });
      const asked = { at, directory, roster };
      assert.equal(engine.outcome(kRecords[0], { ...asked, program: other.program }).queue, "World");
      assert.equal(engine.outcome(kRecords[0], { ...asked, program }).queue, "DACH");
      const far = { Notes: "é".repeat(20_000), Country: "DE" };
      assert.equal(engine.outcome(far, context).queue, "DACH");
    });

    test("outcome says what is wrong with a record, each time anew", () => {
      for (const bad of ["{", "[]", '{"Id":"1","Id":"2"}']) {
        const answer = engine.outcome(bad, context);
        assert.equal(answer.ok, false);
        assert.deepEqual(answer, engine.decide(bad, context));
      }
      assert.equal(engine.outcome(kRecords[0], { ...context, program: 999 }).error.code, "unknown-handle");
    });

    test("records are followed over time", () => {
      const hours = { businessHours: { always: { zone: "UTC", week: "24x7" } } };
      const { program } = engine.compile({
        ...kDefinition,
        fields: { ...kDefinition.fields, Opened: "DateTime" },
        milestones: { Answer: { start: "Opened", target: "4h", hours: "always" } },
        escalations: [{ name: "late", when: "$Milestone.Answer.Breached", do: [{ notify: { to: "owner" } }] }],
      });
      const { directory } = engine.loadDirectory({ ...kDirectory, ...hours });
      const moment = { program, directory, at: "2026-01-31T13:00:00Z" };
      const history = { id: "1", events: [{ at: kAt, created: { Country: "DE", Opened: kAt } }] };
      assert.equal(engine.milestones(history, moment).milestones?.Answer.state, "breached");
      const fired = engine.escalate({ history, state: null }, moment);
      assert.deepEqual(
        fired.commands?.map(({ command }) => command),
        ["notify"],
      );
      const early = { ...moment, at: "2026-01-31T11:50:00Z", within: "30m" };
      assert.equal(engine.atRisk(JSON.stringify({ history }), early).atRisk.length > 0, true);
      const { ok, lines } = engine.whatIf(JSON.stringify(history), moment);
      assert.equal(ok, true);
      assert.equal(JSON.parse(new TextDecoder().decode(lines).trimEnd().split("\n").at(-1)).firings, 1);
    });

    test("decide explains when asked", () => {
      const { explain } = engine.decide(kRecords[0], { ...context, explain: true });
      assert.equal(explain.decisions.queue.rules[0].result, "won");
      assert.equal(explain.routing.chosen, "ana");
      assert.ok(explain.sentences.length > 0);
    });

    test("without a roster everyone is assumed online", () => {
      const { roster, ...assumed } = context;
      assert.equal(engine.decide(kRecords[0], assumed).roster, "assumed");
      assert.equal(engine.decide(kRecords[0], { ...assumed, roster }).roster, "given");
    });

    test("prepared records are decided one by one, as lines and as outcomes, and all agree", () => {
      const { records, count, ids, errors } = engine.prepareRecords(kRecords, { program: context.program });
      assert.equal(count, kRecords.length);
      assert.deepEqual(ids, ["1", "2", "3"]);
      assert.deepEqual(errors, []);
      const { ok, lines } = engine.decideBatch({ ...context, records });
      assert.equal(ok, true);
      const decisions = new TextDecoder()
        .decode(lines)
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      const { outcomes, of } = engine.outcomes({ ...context, records });
      kRecords.forEach((record, index) => {
        assert.deepEqual(engine.decideOne({ ...context, records, index }), decisions[index]);
        assert.deepEqual(engine.decide(record, context), decisions[index]);
        assert.deepEqual(outcomes[of[index]], decisions[index].outcome);
      });
    });

    test("a batch over no records is no lines", () => {
      const { records } = engine.prepareRecords([], { program: context.program });
      const answer = engine.decideBatch({ ...context, records });
      assert.equal(answer.ok, true);
      assert.equal(answer.lines.length, 0);
    });

    test("a bad record keeps its place", () => {
      const lines = '{"Id":"1","Country":"DE"}\n{"Id":\n{"Id":"3","Country":"FR"}\n';
      const { records, count, errors } = engine.prepareRecords(lines, { program: context.program, format: "jsonl" });
      assert.equal(count, 3);
      assert.deepEqual(
        errors.map(({ index }) => index),
        [1],
      );
      assert.equal(engine.outcomes({ ...context, records }).of[1], -1);
      assert.equal(engine.decideOne({ ...context, records, index: 1 }).ok, false);
    });

    test("a condition is asked of all prepared records", () => {
      const { records } = engine.prepareRecords([...kRecords, 7], { program: context.program });
      const { matches, count, errors } = engine.filter('Country = "DE"', { ...context, records });
      const expected = kRecords.flatMap(({ Country }, index) => (Country === "DE" ? [index] : []));
      assert.deepEqual(matches, expected);
      assert.equal(count, expected.length);
      assert.deepEqual(
        errors.map(({ index, code }) => [index, code]),
        [[kRecords.length, "record-shape"]],
      );
    });

    test("records under another layout are refused", () => {
      const { records } = engine.prepareRecords(kRecords, { program: context.program });
      const { program } = engine.compile({ ...kDefinition, fields: { ...kDefinition.fields, More: "Text" } });
      assert.equal(engine.decideBatch({ ...context, program, records }).error.code, "layout-changed");
      assert.equal(engine.outcomes({ ...context, program, records }).error.code, "layout-changed");
    });

    test("a formula is checked with tokens and places in UTF-16 units", () => {
      const good = engine.checkFormula('Country = "🚉"', { program: context.program, expect: "Checkbox" });
      assert.equal(good.ok, true);
      assert.equal(good.type, "Checkbox");
      assert.deepEqual(
        good.tokens.map(({ from, to, kind }) => [from, to, kind]),
        [
          [0, 7, "field"],
          [8, 9, "operator"],
          [10, 14, "text"],
        ],
      );
      const bad = engine.checkFormula('"🚉" & Contry', { program: context.program });
      assert.deepEqual(
        bad.diagnostics.map(({ code, from, to, suggestion }) => [code, from, to, suggestion]),
        [["unknown-field", 7, 13, "Country"]],
      );
    });

    test("a unary test is checked against the type of its column", () => {
      const column = { program: context.program, decision: "queue", input: 0 };
      assert.deepEqual(engine.checkTest('"DE","AT"', column).diagnostics, []);
      assert.ok(engine.checkTest("> true", column).diagnostics.length > 0);
    });

    test("a formula is completed", () => {
      const { from, items } = engine.completeFormula("ISBLANK(Cou", { program: context.program, offset: 11 });
      assert.equal(from, 8);
      assert.ok(items.some(({ label, kind }) => label === "Country" && kind === "field"));
    });

    test("an editor is helped with formulas and definitions", () => {
      const at = { program: context.program, offset: 10 };
      const formula = "ISBLANK(country)";
      assert.equal(engine.hoverFormula(formula, at).hover.name, "Country");
      assert.equal(engine.formulaSignature(formula, at).call.function, "ISBLANK");
      assert.equal(engine.formatFormula(formula, context).text, "ISBLANK(Country)");
      assert.deepEqual(engine.formulaReferences(formula, context).names[0].uses, [{ from: 8, to: 15 }]);
      assert.equal(engine.formulaInEnglish(formula, context).sentence, "Country is blank");
      const [decision] = Object.keys(kDefinition.decisions);
      const place = { program: context.program, decision };
      assert.match(engine.ruleInEnglish({ ...place, rule: 0 }).sentence, /^When Country is /);
      assert.equal(engine.testInEnglish("-", { ...place, input: 0 }).sentence, "Country is anything");
      const [{ uses }] = engine.definitionReferences(kDefinition, { name: "Country" }).names;
      assert.ok(uses.length > 1);
      const { edits } = engine.renameField(kDefinition, { from: "Country", to: "Land__c" });
      assert.equal(edits.length, uses.length);
    });

    test("a case of the conformance contract is evaluated", () => {
      const answer = engine.evaluateFormulaCase({
        name: "sum",
        formula: "A + 0.2",
        returns: "Number",
        fields: [{ name: "A", type: "Number" }],
        blanks: "zero",
        rows: [["0.1"], [null]],
      });
      assert.deepEqual(answer, { name: "sum", results: ["0.3", "0.2"] });
    });

    test("a roster is told later what has changed, and somebody can be taken for free", () => {
      const { roster } = engine.loadRoster(kRoster, { directory: context.directory });
      const update = { signalbox: 1, sequence: 1, agents: { ana: { presence: "Away" } } };
      assert.deepEqual(engine.updateRoster(update, { roster }).applied, ["ana"]);
      assert.deepEqual(engine.updateRoster(update, { roster }).stale, ["ana"], "the second time it changes nothing");
      const now = { ...context, roster };
      assert.equal(engine.decide(kRecords[0], now).outcome.agent, "bo");
      assert.equal(engine.decide(kRecords[0], { ...now, free: "ana" }).outcome.agent, "ana");
      assert.equal(engine.outcome(kRecords[0], { ...now, free: "ana" }).agent, "ana");
      assert.equal(engine.outcome(kRecords[0], now).agent, "bo");
      const { records } = engine.prepareRecords(kRecords, { program: context.program });
      assert.equal(engine.decideOne({ ...now, records, index: 0, free: "ana" }).outcome.agent, "ana");
    });

    test("work is given out event by event", () => {
      const { dispatch } = engine.openDispatch({ ...context, at: undefined, fairWindow: "8h" });
      const events = [{ at: kAt, arrive: { item: "1", record: kRecords[0] } }];
      const answer = engine.sendEvents(events, { dispatch });
      assert.deepEqual(
        answer.events[0].commands.map(({ do: what, item, agent }) => [what, item, agent]),
        [["assign", "1", "ana"]],
      );
      assert.equal(engine.sendEvents([{ at: 1 }], { dispatch }).ok, false);
      const report = engine.reportDispatch({ dispatch });
      assert.deepEqual(
        report.agents.map(({ assigned }) => assigned),
        [1, 0],
      );
    });

    test("a handle that was released is unknown, and the session lives on", () => {
      const { program } = engine.compile(kDefinition);
      assert.equal(engine.release(program).ok, true);
      const answer = engine.decide(kRecords[0], { ...context, program });
      assert.equal(answer.ok, false);
      assert.match(answer.error.code, /handle/);
      assert.equal(engine.release(program).ok, false);
      assert.equal(engine.decide(kRecords[0], context).outcome.queue, "DACH");
    });
  });
}
