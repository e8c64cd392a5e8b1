/** Signing in, where the server has accounts. Nothing of the data is on the page before. */
import { DataError } from '../dataset.ts';
import { element } from '../dom.ts';
import { keepDrawn } from '../panel/panel.ts';
import type { Session } from '../session.ts';
import type { Remote } from './review-api.ts';

export function createSignIn(session: Session, remote: Remote): HTMLElement {
  const cover = element('div', { class: 'cover', hidden: true });

  keepDrawn(
    cover,
    session,
    ({ loaded }) => [loaded.who],
    ({ loaded, t }) => {
      cover.hidden = loaded.who === null || loaded.who.actor !== null;
      if (cover.hidden) return [];
      const name = element('input', {
        id: 'account-name',
        autocomplete: 'username',
        required: true,
        autofocus: true,
      });
      const password = element('input', {
        id: 'account-password',
        type: 'password',
        autocomplete: 'current-password',
        required: true,
      });
      const said = element('p', { class: 'wrong', role: 'alert' });
      return [
        element(
          'form',
          {
            class: 'sign-in',
            onsubmit: (event) => {
              event.preventDefault();
              said.replaceChildren();
              remote.signIn(name.value, password.value).then(
                () => session.start(),
                (fault) => {
                  const many = fault instanceof DataError && fault.problem.status === 429;
                  said.replaceChildren(t(many ? 'account.wait' : 'account.wrong'));
                  password.select();
                },
              );
            },
          },
          element('img', { src: './icon.svg', alt: '', width: 40, height: 40 }),
          element('h2', {}, t('account.signIn')),
          element('label', { for: 'account-name' }, t('account.name')),
          name,
          element('label', { for: 'account-password' }, t('account.password')),
          password,
          said,
          element('button', { type: 'submit', class: 'answer first' }, t('account.signIn')),
        ),
      ];
    },
  );
  return cover;
}
