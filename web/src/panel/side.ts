/** The left panel: summary above, communes or issues below. */
import { element } from '../dom.ts';
import type { Desk } from '../review/review-controller.ts';
import type { Tab } from '../state.ts';
import { formatCount } from '../wording.ts';
import { createCommunes } from './communes.ts';
import { createIssues } from './issues.ts';
import { keepDrawn, type Screen } from './panel.ts';
import { createSummary } from './summary.ts';

const TABS: readonly Tab[] = ['communes', 'issues', 'review'];

export function createSide(screen: Screen, desk: Desk, queue: HTMLElement): HTMLElement {
  const choose = (tab: Tab) => (tab === 'review' ? desk.enter() : screen.session.store.set({ tab }));
  const { session } = screen;
  const tabs = element('div', { class: 'tabs', role: 'tablist' });
  const panes: Record<Tab, HTMLElement> = {
    communes: element(
      'div',
      { id: 'pane-communes', role: 'tabpanel', class: 'pane', 'aria-labelledby': 'tab-communes' },
      createCommunes(screen),
    ),
    issues: element(
      'div',
      { id: 'pane-issues', role: 'tabpanel', class: 'pane', 'aria-labelledby': 'tab-issues' },
      createIssues(screen),
    ),
    review: element(
      'div',
      { id: 'pane-review', role: 'tabpanel', class: 'pane', 'aria-labelledby': 'tab-review' },
      queue,
    ),
  };
  const summary = createSummary(screen);
  const side = element('aside', { class: 'side' }, summary, tabs, panes.communes, panes.issues, panes.review);

  keepDrawn(
    tabs,
    session,
    ({ state, loaded }) => [state.tab, loaded.communes, loaded.groups, loaded.progress],
    ({ state, loaded, t, language }) => {
      side.setAttribute('aria-label', t('panel'));
      const counts: Record<Tab, number> = {
        communes: loaded.communes.length,
        issues: loaded.groups.reduce((sum, group) => sum + group.count, 0),
        review: loaded.progress.reduce((sum, { cases, decided }) => sum + cases - decided, 0),
      };
      for (const tab of TABS) panes[tab].hidden = tab !== state.tab;
      // The queue has figures of its own, and needs the room.
      summary.hidden = state.tab === 'review';
      return TABS.map((tab) =>
        element(
          'button',
          {
            type: 'button',
            role: 'tab',
            id: `tab-${tab}`,
            'data-key': tab,
            'aria-selected': String(tab === state.tab),
            'aria-controls': `pane-${tab}`,
            tabindex: tab === state.tab ? 0 : -1,
            onclick: () => choose(tab),
            onkeydown: (event) => {
              if (!/^Arrow(Left|Right)$/.test((event as KeyboardEvent).key)) return;
              const by = (event as KeyboardEvent).key === 'ArrowRight' ? 1 : TABS.length - 1;
              const other = TABS[(TABS.indexOf(tab) + by) % TABS.length]!;
              choose(other);
              document.getElementById(`tab-${other}`)?.focus();
            },
          },
          t(tab),
          element('span', { class: 'count' }, formatCount(counts[tab], language)),
        ),
      );
    },
  );
  return side;
}
