/** What the dialog of fields shows, from the answers of the engine. */
import { placeOf, plural } from "c/signalboxWords";

/** The most rows that are shown; the others are counted. */
export const kShownRows = 200;

const keysOf = (path) =>
  path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));

/** Choices of a combobox: every name, with how often it is used beside its declaration. @param {object[]} names */
export function fieldOptions(names) {
  return names.map(({ name, uses }) => {
    const count = uses.filter(({ member }) => !member).length;
    return { value: name, label: `${name} · ${count === 0 ? "not used" : plural(count, "use")}` };
  });
}

/**
 * The uses of a name, in the order of the definition.
 * @param {object} definition @param {{path: string, member?: true, from: number, to: number}[]} uses
 * @param {{path: string, member?: true, old: string, new: string}[]} changes of a renaming; none: nothing is renamed
 * @returns {{key: number, place: string, isMember: boolean, before: string, name: string, after: string,
 *   becomes: string, go: object}[]} the text around the name; `becomes`: the whole text as it will be, or blank
 */
export function useRows(definition, uses, changes) {
  const changed = new Map(changes.map((each) => [`${each.path} ${Boolean(each.member)}`, each.new]));
  return uses.slice(0, kShownRows).map((use, key) => {
    const keys = keysOf(use.path);
    const text = use.member ? keys.at(-1) : String(keys.reduce((value, part) => value?.[part], definition) ?? "");
    const place = placeOf(definition, use.path);
    return {
      key,
      place: use.member && keys.length === 2 && keys[0] === "fields" ? "declared in fields" : place.words,
      before: text.slice(0, use.from),
      name: text.slice(use.from, use.to),
      after: text.slice(use.to),
      becomes: changed.get(`${use.path} ${Boolean(use.member)}`) ?? "",
      go:
        place.source === undefined
          ? { table: place.table, rule: place.rule ?? 0, column: place.column ?? "id" }
          : { source: place.source },
    };
  });
}
