/** The search box: a combobox as ARIA describes it. */
import type { SearchHit } from '@thuadat/api/map';
import { element, icon } from '../dom.ts';
import { translator } from '../i18n.ts';
import type { Screen } from './panel.ts';

const PAUSE_MS = 120;

export function createSearch({ session, navigate }: Screen): HTMLElement {
  const { store } = session;
  const t = () => translator(store.get().language);
  let hits: readonly SearchHit[] = [];
  let active = -1;
  let running = new AbortController();
  let timer = 0;

  const input = element('input', {
    type: 'search',
    id: 'search',
    role: 'combobox',
    autocomplete: 'off',
    spellcheck: 'false',
    'aria-expanded': 'false',
    'aria-controls': 'search-hits',
    'aria-autocomplete': 'list',
    maxlength: 120,
  });
  const list = element('div', { id: 'search-hits', role: 'listbox', class: 'hits', hidden: true });
  const box = element(
    'div',
    { class: 'search', role: 'search' },
    icon('search'),
    input,
    element('kbd', {}, '/'),
    list,
  );

  function open(shown: boolean): void {
    list.hidden = !shown;
    input.setAttribute('aria-expanded', String(shown));
    if (!shown) active = -1;
    input.removeAttribute('aria-activedescendant');
  }

  function choose(hit: SearchHit | undefined): void {
    if (!hit) return;
    open(false);
    input.blur();
    if (hit.kind === 'commune') navigate.commune(hit.unit, hit.extent);
    else {
      navigate.parcel(hit.ordinal);
      navigate.locate(hit.lonLat, null);
    }
  }

  function mark(at: number): void {
    active = at;
    list.querySelectorAll('[role=option]').forEach((option, index) => {
      option.setAttribute('aria-selected', String(index === at));
      if (index === at) option.scrollIntoView({ block: 'nearest' });
    });
    if (at >= 0) input.setAttribute('aria-activedescendant', `hit-${at}`);
  }

  function draw(): void {
    const items = hits.map((hit, at) =>
      element(
        'div',
        {
          role: 'option',
          id: `hit-${at}`,
          class: 'hit',
          'aria-selected': 'false',
          onmousedown: (event) => {
            event.preventDefault();
            choose(hit);
          },
        },
        ...hitLines(hit),
      ),
    );
    list.replaceChildren(
      ...(items.length > 0 ? items : [element('p', { class: 'note' }, t()('search.none'))]),
    );
    open(true);
    if (items.length > 0) mark(0);
  }

  const hitLines = (hit: SearchHit): Node[] =>
    hit.kind === 'commune'
      ? [element('strong', {}, hit.name), element('span', {}, `${hit.unit} · ${t()('search.commune')}`)]
      : [
          element(
            'strong',
            {},
            hit.new ?? hit.old ?? `${hit.ordinal}`,
            element('i', { class: `dot ${hit.status}` }),
          ),
          element(
            'span',
            {},
            [hit.name, hit.old && `${t()('search.old')} ${hit.old}`].filter(Boolean).join(' · '),
          ),
          element('code', {}, hit.parcelId ?? ''),
        ];

  async function ask(): Promise<void> {
    const text = input.value.trim();
    const { run } = session.loaded();
    running.abort();
    running = new AbortController();
    if (text.length < 2 || !run) return open(false);
    try {
      hits = await session.dataset.search(run, text, running.signal);
      draw();
    } catch (fault) {
      if ((fault as Error).name !== 'AbortError') throw fault;
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE_MS);
  });
  input.addEventListener('focus', () => hits.length > 0 && input.value.trim().length > 1 && draw());
  input.addEventListener('blur', () => open(false));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown') mark(Math.min(active + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') mark(Math.max(active - 1, 0));
    else if (event.key === 'Enter') choose(hits[active]);
    else if (event.key === 'Escape') input.blur();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  const translate = () => {
    input.placeholder = t()('search');
    input.setAttribute('aria-label', t()('search.label'));
    list.setAttribute('aria-label', t()('search.label'));
  };
  store.subscribe((state, before) => state.language !== before.language && translate());
  translate();
  return box;
}
