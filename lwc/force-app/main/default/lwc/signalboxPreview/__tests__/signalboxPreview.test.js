import { getRecord, notifyRecordUpdateAvailable } from "lightning/uiRecordApi";
import { refreshApex } from "@salesforce/apex";
import getPublishedDocuments from "@salesforce/apex/SignalboxDefinitionController.getPublishedDocuments";
import getPublishedRoster from "@salesforce/apex/SignalboxDefinitionController.getPublishedRoster";
import Preview from "c/signalboxPreview";
import { forgetEngine, loadEngine } from "c/signalboxEngineLoader";
import { decisionWith } from "fixtures/decision";
import { documents, record, roster } from "fixtures/documents";
import { clearPage, one, settle, show, text } from "fixtures/page";

jest.mock(
  "@salesforce/apex/SignalboxDefinitionController.getPublishedDocuments",
  () => ({ default: jest.requireActual("@salesforce/wire-service-jest-util").createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock(
  "@salesforce/apex/SignalboxDefinitionController.getPublishedRoster",
  () => ({ default: jest.requireActual("@salesforce/wire-service-jest-util").createApexTestWireAdapter(jest.fn()) }),
  { virtual: true },
);
jest.mock("c/signalboxEngineLoader", () => ({ loadEngine: jest.fn(), forgetEngine: jest.fn() }));

const kNow = new Date("2026-01-31T08:00:00Z");
let decide;

/** An engine whose decisions the test says. */
function engineThatDecides(kind = "wasm") {
  decide = jest.fn(() => decisionWith());
  const call = jest.fn((header, body) => {
    if (header.op === "decide") return decide(header, JSON.parse(body));
    return { ok: true, program: 1, directory: 2, roster: 3 };
  });
  const session = { call, free: jest.fn() };
  return { kind, engineVersion: "0.1.0", session, newSession: () => session };
}

const showPreview = (properties = { recordId: "500000000000001", objectApiName: "Case" }) =>
  show("c-signalbox-preview", Preview, properties);

/** Everything that the platform supplies when all is well. */
async function supplyAll() {
  getPublishedDocuments.emit(documents);
  getPublishedRoster.emit(roster);
  await settle();
  getRecord.emit(record);
  await settle();
}

const notice = (element) => one(element, "notice");

describe("c-signalbox-preview", () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: kNow });
    loadEngine.mockReset().mockImplementation(async () => engineThatDecides());
  });

  afterEach(() => {
    clearPage();
    jest.useRealTimers();
  });

  describe("decides", () => {
    it("shows outcome, clock and reasons of the record on the page", async () => {
      const element = showPreview();
      await supplyAll();
      expect(decide).toHaveBeenCalledWith(expect.objectContaining({ at: kNow.toISOString(), explain: true }), record);
      expect(element.shadowRoot.querySelector("c-signalbox-outcome").decision).toEqual(decisionWith());
      expect(element.shadowRoot.querySelector("c-signalbox-clock").name).toBe("Resolution");
      expect(element.shadowRoot.querySelector("c-signalbox-explanation").explain).toEqual(decisionWith().explain);
      expect(text(one(element, "provenance"))).toContain("by case-support, version 3, engine 0.1.0, WebAssembly");
    });

    it("asks for the fields that the definition reads, and only as optional ones", async () => {
      showPreview();
      await supplyAll();
      expect(getRecord.getLastConfig()).toEqual({
        recordId: "500000000000001",
        optionalFields: ["Case.Country__c", "Case.Severity__c", "Case.Account.Tier__c"],
      });
      expect(getPublishedDocuments.getLastConfig()).toEqual({ objectApiName: "Case" });
    });

    it("decides anew when the record changes", async () => {
      const element = showPreview();
      await supplyAll();
      decide.mockReturnValue(decisionWith({ outcome: { queue: "General", agent: null, outputs: {} } }));
      getRecord.emit({ ...record, fields: { ...record.fields, Country__c: { value: "FR" } } });
      await settle();
      expect(decide.mock.calls.at(-1)[1].fields.Country__c.value).toBe("FR");
      expect(element.shadowRoot.querySelector("c-signalbox-outcome").decision.outcome.queue).toBe("General");
    });

    it("decides anew at the instant at which the clock changes something, and every minute before", async () => {
      showPreview();
      await supplyAll();
      decide.mockReturnValue(decisionWith({ wake: "2026-01-31T08:01:30.000Z", at: "2026-01-31T08:01:00.000Z" }));
      jest.advanceTimersByTime(60_000);
      expect(decide).toHaveBeenCalledTimes(2);
      jest.advanceTimersByTime(30_000);
      expect(decide).toHaveBeenCalledTimes(3);
      expect(decide.mock.calls[2][0].at).toBe("2026-01-31T08:01:30.000Z");
    });

    it("stops and frees its session when it leaves the page", async () => {
      const engine = engineThatDecides();
      loadEngine.mockImplementation(async () => engine);
      const element = showPreview();
      await supplyAll();
      element.remove();
      expect(engine.session.free).toHaveBeenCalledTimes(1);
      jest.advanceTimersByTime(600_000);
      expect(decide).toHaveBeenCalledTimes(1);
    });

    it("names the engine that runs", async () => {
      loadEngine.mockImplementation(async () => engineThatDecides("js"));
      const element = showPreview();
      await supplyAll();
      expect(text(one(element, "provenance"))).toContain("engine 0.1.0, JavaScript");
    });

    it("takes the record of an app page from its properties", async () => {
      const element = showPreview({ shownRecordId: "500000000000009", shownObject: "Case" });
      await supplyAll();
      expect(getRecord.getLastConfig().recordId).toBe("500000000000009");
      expect(notice(element)).toBeNull();
    });

    it("reads everything again on demand", async () => {
      const element = showPreview();
      await supplyAll();
      one(element, "decide-again").click();
      await settle();
      expect(refreshApex).toHaveBeenCalledTimes(2);
      expect(notifyRecordUpdateAvailable).toHaveBeenCalledWith([{ recordId: "500000000000001" }]);
      expect(decide).toHaveBeenCalledTimes(2);
    });
  });

  describe("says what the reader has to know beside a decision", () => {
    const decidedWith = async (changes) => {
      loadEngine.mockImplementation(async () => {
        const engine = engineThatDecides();
        decide.mockReturnValue(decisionWith(changes));
        return engine;
      });
      const element = showPreview();
      await supplyAll();
      return element;
    };

    it("evaluation errors, with their places", async () => {
      const sentence = "The formula divides by zero.";
      const errors = [{ code: "division-by-zero", path: "/decisions/queue/inputs/0", sentence }];
      const element = await decidedWith({ errors });
      const { heading, items } = one(element, "evaluation-errors");
      expect(heading).toBe("Some formulas could not be computed for this record");
      expect(items).toEqual([{ key: "0", text: "The formula divides by zero. (/decisions/queue/inputs/0)" }]);
    });

    it("that no roster is published", async () => {
      expect(one(await decidedWith({ roster: "assumed" }), "roster-assumed").detail).toMatch(/^No roster is published/);
    });

    it("nothing of these when all is well", async () => {
      const element = await decidedWith({});
      for (const id of ["evaluation-errors", "roster-assumed", "hidden-fields"]) expect(one(element, id)).toBeNull();
    });

    it("fields that the user may not see", async () => {
      const element = showPreview();
      await supplyAll();
      getRecord.emit({ ...record, fields: { Country__c: { value: "DE" }, Account: { value: null } } });
      await settle();
      expect(one(element, "hidden-fields").detail).toMatch(/^You cannot see Severity__c\./);
    });

    it("no decision, in words", async () => {
      const element = await decidedWith({ outcome: { queue: null, agent: null, outputs: {} } });
      expect(text(one(element, "announcement"))).toBe("Queue: No queue. Agent: No agent can take it now.");
    });
  });

  describe("waits", () => {
    it("with a spinner until engine, rules, roster and record are there", async () => {
      const element = showPreview();
      expect(element.shadowRoot.querySelector("lightning-spinner").alternativeText).toBe(
        "Deciding where this record goes",
      );
      getPublishedDocuments.emit(documents);
      getPublishedRoster.emit(roster);
      await settle();
      expect(one(element, "loading")).not.toBeNull();
      getRecord.emit(record);
      await settle();
      expect(one(element, "loading")).toBeNull();
    });
  });

  describe("says what is wrong", () => {
    const expectNotice = (element, kind, heading) => {
      expect(notice(element)).toMatchObject({ kind, heading });
      expect(text(one(element, "announcement"))).toBe(heading);
      expect(element.shadowRoot.querySelector("c-signalbox-outcome")).toBeNull();
    };

    it("no record is chosen", async () => {
      const element = showPreview({});
      await settle();
      expectNotice(element, "info", "No record is chosen");
    });

    it("the rules cannot be read", async () => {
      const element = showPreview();
      getPublishedDocuments.error({ message: "You may not read Signalbox documents." }, 500);
      await settle();
      expectNotice(element, "error", "The published rules could not be read");
      expect(notice(element).items[0].text).toBe("You may not read Signalbox documents.");
    });

    it("no rules are published for the object", async () => {
      const element = showPreview();
      getPublishedDocuments.emit(null);
      await settle();
      expectNotice(element, "info", "No rules are published for Case");
    });

    it("the published rules have errors, every one of them", async () => {
      loadEngine.mockImplementation(async () => {
        const engine = engineThatDecides();
        const diagnostics = [
          { severity: "error", path: "/fields", sentence: "First." },
          { severity: "error", path: "/steps", sentence: "Second." },
        ];
        engine.session.call.mockReturnValue({
          ok: false,
          error: { code: "definition", sentence: "Refused." },
          diagnostics,
        });
        return engine;
      });
      const element = showPreview();
      await supplyAll();
      expectNotice(element, "error", "The published definition has errors");
      expect(notice(element).items.map((item) => item.text)).toEqual(["/fields: First.", "/steps: Second."]);
    });

    it("the roster cannot be read", async () => {
      const element = showPreview();
      getPublishedDocuments.emit(documents);
      getPublishedRoster.error({ message: "Broken." }, 500);
      await settle();
      expectNotice(element, "error", "The roster could not be read");
    });

    it("the record cannot be read", async () => {
      const element = showPreview();
      getPublishedDocuments.emit(documents);
      await settle();
      getRecord.error({ message: "The record was deleted.", errorCode: "ENTITY_IS_DELETED" }, 404);
      await settle();
      expectNotice(element, "error", "The record could not be read");
      expect(notice(element).items[0].text).toBe("The record was deleted.");
    });

    it.each([
      ["the platform forbids it", { message: "No.", errorCode: "INSUFFICIENT_ACCESS" }, 400],
      ["the platform forbids it by status", { message: "No." }, 403],
    ])("the user has no access when %s", async (_, body, status) => {
      const element = showPreview();
      getPublishedDocuments.emit(documents);
      await settle();
      getRecord.error(body, status);
      await settle();
      expectNotice(element, "warning", "You do not have access to this record");
    });

    it("the user has no access when no field that the rules read is visible", async () => {
      const element = showPreview();
      await supplyAll();
      getRecord.emit({ ...record, fields: {} });
      await settle();
      expectNotice(element, "warning", "You do not have access to this record");
    });

    it("the record is refused by the engine", async () => {
      const element = showPreview();
      await supplyAll();
      decide.mockReturnValue({ ok: false, error: { code: "record-size", sentence: "The record is too large." } });
      getRecord.emit({ ...record });
      await settle();
      expectNotice(element, "error", "This record could not be decided");
      expect(notice(element).items[0].text).toBe("The record is too large.");
    });

    it("the engine cannot run, and why, and offers to try again", async () => {
      const failures = ["WebAssembly build: blocked", "JavaScript build: 404"];
      loadEngine.mockImplementation(() => Promise.reject(Object.assign(new Error(failures.join(" ")), { failures })));
      const element = showPreview();
      await supplyAll();
      expectNotice(element, "error", "The decision engine cannot run here");
      expect(notice(element).items.map((item) => item.text)).toEqual(failures);

      loadEngine.mockImplementation(async () => engineThatDecides());
      one(element, "try-again").click();
      await settle();
      expect(notice(element)).toBeNull();
      expect(element.shadowRoot.querySelector("c-signalbox-outcome")).not.toBeNull();
    });

    it("the engine has stopped, and starts another on demand", async () => {
      const element = showPreview();
      await supplyAll();
      const sentence = "The engine has run out of memory and stopped. Load it again.";
      decide.mockReturnValue({ ok: false, error: { code: "out-of-memory", sentence } });
      getRecord.emit({ ...record });
      await settle();
      expectNotice(element, "error", "The decision engine has stopped");
      expect(notice(element).items[0].text).toBe(sentence);
      expect(forgetEngine).toHaveBeenCalledTimes(1);
      one(element, "try-again").click();
      await settle();
      expect(notice(element)).toBeNull();
    });

    it("recovers when the cause goes away", async () => {
      const element = showPreview();
      await supplyAll();
      getRecord.error({ message: "Gone." }, 500);
      await settle();
      expectNotice(element, "error", "The record could not be read");
      getRecord.emit(record);
      await settle();
      expect(notice(element)).toBeNull();
    });
  });

  describe("is accessible", () => {
    it("announces the outcome politely, and the same outcome only once", async () => {
      const element = showPreview();
      const region = one(element, "announcement");
      expect(region.getAttribute("role")).toBe("status");
      expect(region.getAttribute("aria-live")).toBe("polite");
      expect(text(region)).toBe("");
      await supplyAll();
      expect(text(region)).toBe("Queue: DACH Payments. Agent: Ana Lima.");
      const [node] = region.childNodes;
      jest.advanceTimersByTime(60_000);
      await settle();
      expect(one(element, "announcement").childNodes[0]).toBe(node);
    });

    it("moves the focus to the outcome when a second try succeeds, and to the reason when it fails", async () => {
      loadEngine.mockImplementation(() => Promise.reject(new Error("blocked")));
      const element = showPreview();
      await supplyAll();
      one(element, "try-again").click();
      await settle();
      expect(element.shadowRoot.activeElement).toBe(notice(element));

      loadEngine.mockImplementation(async () => engineThatDecides());
      one(element, "try-again").click();
      await settle();
      expect(element.shadowRoot.activeElement.querySelector("c-signalbox-outcome")).not.toBeNull();
    });

    it("heads its sections below the card's heading", async () => {
      const element = showPreview();
      await supplyAll();
      expect(element.shadowRoot.querySelector("lightning-card").title).toBe("Where this record goes");
      expect([...element.shadowRoot.querySelectorAll("h3")].map(text)).toEqual(["Clocks"]);
    });

    it("names the button that has only an icon", async () => {
      const element = showPreview();
      await supplyAll();
      expect(one(element, "decide-again").alternativeText).toBe("Decide again");
    });
  });
});
