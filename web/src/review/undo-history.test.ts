import { describe, expect, it } from 'vitest';
import { createDoneList } from './undo-history.ts';

/** As the browser's own: text by name. */
function storage(): Storage {
  const items = new Map<string, string>();
  return {
    get length() {
      return items.size;
    },
    key: (at) => [...items.keys()][at] ?? null,
    clear: () => items.clear(),
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  };
}
const kept = Promise.resolve(true);

describe('what was done last', () => {
  it('is taken back newest first, each run by itself, also by a page loaded again', async () => {
    const store = storage();
    const before = createDoneList(store);
    before.push('a', { key: '1:1', batch: null, kept: Promise.resolve(false) });
    before.push('a', { key: '1:2', batch: 'many', kept });
    before.push('b', { key: '9:9', batch: null, kept });
    expect(before.pop('a')).toMatchObject({ key: '1:2', batch: 'many' });
    const again = createDoneList(store);
    expect(again.pop('a')).toMatchObject({ key: '1:1' });
    expect(again.pop('a')).toBeUndefined();
    expect(again.pop('b')).toMatchObject({ key: '9:9' });
  });

  it('knows what the server refused, and starts anew from what it cannot read', async () => {
    const items = storage();
    const list = createDoneList(items);
    list.push('a', { key: '1:1', batch: null, kept: Promise.resolve(false) });
    expect(await list.pop('a')?.kept).toBe(false);
    items.setItem('thuadat.done', '{');
    expect(list.pop('a')).toBeUndefined();
  });
});
