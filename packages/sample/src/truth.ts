/** The answer book of a sample: every planted fault, and the counts that follow from the plan of the sample. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SampleRecord } from './generate.ts';
import { openSink } from './sink.ts';

export type TruthBook = {
  /** `record` is the 1-based position in `file`. */
  note(file: string, record: number, sample: SampleRecord): void;
  close(head: Readonly<Record<string, unknown>>): void;
};

type Tally = Record<string, number>;
const bump = (tally: Tally, key: string): void => {
  tally[key] = (tally[key] ?? 0) + 1;
};
const sorted = (tally: Tally): Tally =>
  Object.fromEntries(Object.entries(tally).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Writes `truth.csv` while records stream, and `truth.json` at the end. */
export function openTruthBook(folder: string): TruthBook {
  const sink = openSink(join(folder, 'truth.csv'));
  sink.text('file,record,kind,old_commune,new_commune,sheet,parcel,known\r\n');
  const [files, kinds, moves]: Tally[] = [{}, {}, {}];
  const sheets = new Map<string, Set<string>>();
  return {
    note(file, record, sample) {
      const { values, oldCommune, newCommune } = sample;
      bump(files!, file);
      bump(moves!, `${oldCommune}→${newCommune}`);
      if (values.sheet !== null) {
        const key = `${newCommune}/${values.sheet}`;
        sheets.set(key, (sheets.get(key) ?? new Set()).add(oldCommune));
      }
      for (const { kind, known } of sample.faults) {
        bump(kinds!, kind);
        const said = JSON.stringify(known).replaceAll('"', '""');
        const key = [oldCommune, newCommune, values.sheet ?? '', values.parcel ?? ''];
        sink.text(`${[file, record, kind, ...key].join(',')},"${said}"\r\n`);
      }
    },
    close(head) {
      sink.close();
      const collidingSheets = [...sheets.values()].filter((communes) => communes.size > 1).length;
      const truth = {
        ...head,
        records: sorted(files!),
        faults: sorted(kinds!),
        collidingSheets,
        moves: sorted(moves!),
      };
      writeFileSync(join(folder, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
    },
  };
}
