/** What this person did last, newest last: kept with the window, so that a page loaded again can still take it back. */

/** `kept`: whether the server took it; an undo may be asked for before it has answered. */
type Done = { readonly key: string; readonly batch: string | null; readonly kept: Promise<boolean> };

export type DoneList = {
  push(run: string, done: Done): void;
  pop(run: string): Done | undefined;
};

const MOST = 200;
const NAME = 'thuadat.done';

type Line = { readonly run: string; readonly key: string; readonly batch: string | null };

export function createDoneList(storage: Storage): DoneList {
  const answers = new Map<string, Promise<boolean>>();
  const nameOf = ({ run, key, batch }: Line) => `${run} ${key} ${batch ?? ''}`;

  function read(): Line[] {
    try {
      const lines: unknown = JSON.parse(storage.getItem(NAME) ?? '[]');
      return Array.isArray(lines) ? (lines as Line[]) : [];
    } catch {
      return [];
    }
  }
  const write = (lines: readonly Line[]) => storage.setItem(NAME, JSON.stringify(lines.slice(-MOST)));

  return {
    push(run, { key, batch, kept }) {
      const line = { run, key, batch };
      answers.set(nameOf(line), kept);
      write([...read(), line]);
    },
    pop(run) {
      const lines = read();
      const at = lines.findLastIndex((line) => line.run === run);
      const line = lines[at];
      if (!line) return undefined;
      write(lines.filter((_, each) => each !== at));
      const { key, batch } = line;
      return { key, batch, kept: answers.get(nameOf(line)) ?? Promise.resolve(true) };
    },
  };
}
