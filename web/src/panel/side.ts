/** The left panel: summary above, communes or issues below. */
import { element } from '../dom.ts';
import type { Tab } from '../state.ts';
import { formatCount } from '../wording.ts';
import { createCommunes } from './communes.ts';
import { createIssues } from './issues.ts';
import { keepDrawn, type Screen } from './panel.ts';
import { createSummary } from './summary.ts';

const TABS = ['communes', 'issues'] as const satisfies readonly Tab[];

export function createSide(screen: Screen): HTMLElement {
  const { session } = screen;
  const tabs = element('div', { class: 'tabs', role: 'tablist' });
  const panes: Record<(typeof TABS)[number], HTMLElement> = {
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
  };
  const side = element('aside', { class: 'side' }, createSummary(screen), tabs, panes.communes, panes.issues);

  keepDrawn(
    tabs,
    session,
    ({ state, loaded }) => [state.tab, loaded.communes, loaded.groups],
    ({ state, loaded, t, language }) => {
      side.setAttribute('aria-label', t('panel'));
      const counts: Record<(typeof TABS)[number], number> = {
        communes: loaded.communes.length,
        issues: loaded.groups.reduce((sum, group) => sum + group.count, 0),
      };
      for (const tab of TABS) panes[tab].hidden = tab !== state.tab;
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
            onclick: () => session.store.set({ tab }),
            onkeydown: (event) => {
              if (!/^Arrow(Left|Right)$/.test((event as KeyboardEvent).key)) return;
              const other = tab === 'communes' ? 'issues' : 'communes';
              session.store.set({ tab: other });
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
