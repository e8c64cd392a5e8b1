/** On the map: what is shown, and what the colours mean. */
import { TILE_ZOOMS } from '@thuadat/api/tile-zooms';
import { COMPARES } from '../compare/compare.ts';
import { element } from '../dom.ts';
import type { MessageKey } from '../i18n.ts';
import { PALETTE, SHARE_STEPS } from '../palette.ts';
import type { Session } from '../session.ts';
import type { Labels, State, Store } from '../state.ts';
import { keepDrawn, type Screen, type Shown } from './panel.ts';
import { STATUSES } from './summary.ts';

const LABELS: readonly Labels[] = ['new', 'old', 'none'];

/** Screens narrower than this show the map first, and what lies over it when it is asked for. */
const ROOMY = 1201;

/** A card on the map that folds to its title; how a person leaves it, it stays. */
function foldable(name: string, title: MessageKey, session: Session, ...body: HTMLElement[]): HTMLElement {
  const summary = element('summary');
  keepDrawn(
    summary,
    session,
    () => [],
    ({ t }) => [document.createTextNode(t(title))],
  );
  return element('details', { class: `${name} card foldable`, open: innerWidth >= ROOMY }, summary, ...body);
}

export function createControls({ session }: Screen): HTMLElement {
  const { store } = session;
  const box = element('div');
  keepDrawn(
    box,
    session,
    ({ state, loaded }) => [
      state.labels,
      state.newBoundaries,
      state.oldBoundaries,
      state.compare,
      state.background,
      loaded.run,
      loaded.who,
    ],
    (shown) => [
      labelsRow(shown, store),
      boundary('new', shown, store),
      boundary('old', shown, store),
      ...compareRow(shown, store),
      ...backgroundRow(shown, store),
    ],
  );
  return foldable('controls', 'layers', session, box);
}

function labelsRow({ t, state }: Shown, store: Store): HTMLElement {
  const choices = LABELS.map((each) =>
    element(
      'button',
      {
        type: 'button',
        'data-key': each,
        'aria-pressed': String(each === state.labels),
        onclick: () => store.set({ labels: each }),
      },
      t(`labels.${each}`),
    ),
  );
  return element(
    'div',
    { class: 'row' },
    element('span', { id: 'labels-name' }, t('labels')),
    element('div', { class: 'segments', role: 'group', 'aria-labelledby': 'labels-name' }, ...choices),
  );
}

function boundary(kind: 'old' | 'new', { t, loaded, state }: Shown, store: Store): HTMLElement {
  const name: keyof State = kind === 'new' ? 'newBoundaries' : 'oldBoundaries';
  const known = (loaded.run?.boundaries[kind] ?? 0) > 0;
  const input = element('input', {
    type: 'checkbox',
    'data-key': name,
    checked: known && state[name],
    disabled: !known,
    onchange: () => store.set({ [name]: input.checked }),
  });
  return element(
    'label',
    { class: 'check', title: known ? null : t('boundaries.absent') },
    input,
    element('i', { class: `stroke ${kind}` }),
    t(`boundaries.${kind}`),
  );
}

const compareRow = ({ t, state }: Shown, store: Store): HTMLElement[] => [
  element('span', { id: 'compare-name', class: 'row-name' }, t('compare'), element('kbd', {}, 'v')),
  element(
    'div',
    { class: 'segments wide', role: 'group', 'aria-labelledby': 'compare-name' },
    ...COMPARES.map((each) =>
      element(
        'button',
        {
          type: 'button',
          'data-key': `compare-${each}`,
          'aria-pressed': String(each === state.compare),
          onclick: () => store.set({ compare: each }),
        },
        t(`compare.${each}`),
      ),
    ),
  ),
];

function backgroundRow({ t, state, loaded }: Shown, store: Store): HTMLElement[] {
  const known = loaded.who?.backgrounds ?? [];
  if (known.length === 0) return [];
  const select = element(
    'select',
    {
      'data-key': 'backdrop',
      'aria-label': t('background'),
      onchange: () => store.set({ background: select.value || null }),
    },
    element('option', { value: '' }, t('background.none')),
    ...known.map(({ id, name }) => element('option', { value: id, selected: id === state.background }, name)),
  );
  return [select];
}

const zoomOf = ({ view }: State): number => view?.zoom ?? 0;

/** So far out, crowded places show their sheets. */
const crowds = (state: State): boolean => zoomOf(state) < TILE_ZOOMS.sheets.to + 1;

export function createLegend({ session }: Screen): HTMLElement {
  const box = element('ul');
  const line = (mark: string, text: string) => element('li', {}, element('i', { class: mark }), text);

  const parcels = ({ t, state }: Shown) => [
    ...STATUSES.map((status) => line(`swatch ${status}`, t(`status.${status}`))),
    line('swatch outline problem', t('legend.problem')),
    line('swatch outline warning', t('legend.warning')),
    line('swatch focus', t('legend.focus')),
    ...(crowds(state) ? [element('li', { class: 'wide hint' }, t('legend.crowded'))] : []),
  ];

  const communes = ({ t, state }: Shown) => {
    const ramp = element('div', { class: 'ramp' });
    PALETTE.share.forEach((color, at) => {
      const step = element('i');
      step.style.backgroundColor = color;
      const upper = SHARE_STEPS[at];
      ramp.append(
        element(
          'span',
          {},
          step,
          upper === undefined ? `≥ ${SHARE_STEPS[at - 1]! * 100} %` : `< ${Math.round(upper * 100)} %`,
        ),
      );
    });
    return [
      element('li', { class: 'wide' }, t(state.tab === 'review' ? 'legend.decided' : 'legend.share')),
      element('li', { class: 'wide' }, ramp),
      element('li', { class: 'wide hint' }, t('legend.zoom')),
    ];
  };

  const near = ({ state }: Shown) => zoomOf(state) >= TILE_ZOOMS.parcels.from;
  keepDrawn(
    box,
    session,
    (shown) => [near(shown), crowds(shown.state), shown.state.tab === 'review'],
    (shown) => (near(shown) ? parcels(shown) : communes(shown)),
  );
  return foldable('legend', 'legend', session, box);
}
