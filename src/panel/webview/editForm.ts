import type { Draft } from '../protocol/forms.ts';
import type { EditorView, PanelView } from '../protocol/pageView.ts';
import type { Request } from '../protocol/toHost.ts';
import type { Clock } from './clock.ts';
import { group, h, linkButton, onChange, onSubmit, row, section, setValue } from './dom.ts';
import { JsonField } from './jsonField.ts';
import { KeyFields } from './keyFields.ts';
import { sentence } from './sentence.ts';

interface EditFormActions {
  change(draft: Draft): void;
  choose(alg: string, enc: string): void;
  make(): void;
  startOver(): void;
  close(): void;
  copyKey(format: CopyFormat): void;
}

type CopyFormat = Extract<Request, { type: 'copyKey' }>['format'];

const onTheSpot = [
  ['new', 'A new key'],
  ['secret', 'A secret entered here'],
  ['key', 'A private key entered here'],
] as const;

const copyLabels: Readonly<Record<CopyFormat, string>> = {
  jwk: 'Copy JWK',
  pem: 'Copy PEM',
  publicPem: 'Copy public PEM',
  publicJwks: 'Copy JWKS',
};

/** Where a token is written: its claims and header as JSON, and the key that signs or encrypts it. */
export class EditForm {
  readonly element: HTMLElement;
  readonly #actions: EditFormActions;
  #draft: Draft | undefined;
  #wanted: PanelView['wants'] = 'nothing';

  readonly #claims = new JsonField({
    id: 'edit-claims',
    input: () => this.#change({ claims: this.#claims.text }),
  });
  readonly #header = new JsonField({
    id: 'edit-header',
    input: () => this.#change({ header: this.#header.text }),
  });
  readonly #times = h('ul', { class: 'times', 'aria-label': 'Resulting times' });
  readonly #key = new KeyFields(
    {
      prefix: 'edit-',
      choice: 'Sign with',
      password: 'Password of the key',
      encoding: 'Encoding of the secret',
      reveal: 'Show the secret',
      onTheSpot,
    },
    (change) => this.#change(change),
  );
  readonly #alg = h('select', { id: 'edit-alg', change: () => this.#choose() });
  readonly #enc = h('select', { id: 'edit-enc', change: () => this.#choose() });
  readonly #encRow = row('edit-enc', 'Content', this.#enc);
  readonly #newKey = h('p', { class: 'new-key' });
  readonly #make = h('button', { type: 'submit', class: 'primary' });
  readonly #problem = h('p', { role: 'alert', class: 'problem' });

  constructor(actions: EditFormActions, clock: Clock) {
    this.#actions = actions;
    this.#showTimes = onChange((times) => {
      this.#times.replaceChildren(
        ...times.map(({ name, words }) => h('li', {}, h('code', {}, name), ' ', ...sentence(words, clock))),
      );
    });
    const form = h(
      'form',
      { novalidate: true },
      row('edit-claims', 'New claims', this.#claims.element),
      this.#times,
      row('edit-header', 'New header', this.#header.element),
      ...this.#key.rows,
      this.#newKey,
      row('edit-alg', 'Algorithm', this.#alg),
      this.#encRow,
      h('div', { class: 'submit' }, this.#make),
      this.#problem,
    );
    onSubmit(form, () => actions.make());
    const buttons = [
      linkButton('Start over', () => actions.startOver(), { title: 'Use the header and claims of the token again' }),
      linkButton('Close', () => actions.close()),
    ];
    this.element = section('edit', 'Edit and sign', buttons, form);
    this.element.hidden = true;
  }

  /** Shows the host's copy; `keepValues` while the person is ahead of the host. */
  update({ editor, wants }: PanelView, keepValues: boolean): void {
    this.element.hidden = editor === undefined;
    if (!editor) {
      this.#wanted = 'nothing';
      return;
    }
    const { draft, suggestions, timeClaims, action, making, problem } = editor;
    const { header, claims, times } = suggestions;
    const isEncrypted = editor.encryptions.length > 0;
    this.#claims.offer({ names: claims, values: times, valuesOf: timeClaims });
    this.#header.offer({ names: header, values: [], valuesOf: [] });
    this.#key.offer(editor.choices);
    this.#key.call(isEncrypted ? 'Encrypt with' : 'Sign with');
    this.#key.ask({
      secret: isEncrypted ? 'Shared secret' : 'Signing secret',
      key: isEncrypted ? 'Recipient’s key' : 'Signing key',
      placeholder: isEncrypted ? 'PEM, certificate, or JWK of the recipient' : 'Private key as PEM or JWK',
      password: editor.asksPassword,
    });
    if (!keepValues) {
      this.#draft = draft;
      this.#claims.show(draft.claims);
      this.#header.show(draft.header);
      this.#key.show(draft);
    }
    this.#offerAlgorithms(editor.algorithms);
    this.#offerEncryptions(editor.encryptions);
    setValue(this.#alg, editor.alg);
    setValue(this.#enc, editor.enc);
    this.#encRow.hidden = !isEncrypted;
    this.#showTimes(editor.times);
    this.#showNewKey({ newKey: editor.newKey, copies: editor.copies });
    this.#make.textContent = action;
    this.#make.disabled = making;
    this.#showProblem(problem);
    if (wants !== this.#wanted) {
      this.#wanted = wants;
      if (wants === 'claims') {
        this.element.scrollIntoView({ block: 'nearest' });
        this.#claims.focus();
      }
    }
  }

  readonly #showTimes: (times: EditorView['times']) => void;

  readonly #showProblem = onChange((problem: string) => {
    this.#problem.textContent = problem;
  });

  readonly #offerAlgorithms = onChange(({ sign, encrypt }: EditorView['algorithms']) => {
    this.#alg.replaceChildren(
      ...(sign.length > 0 ? [group('Sign', sign.map(twice))] : []),
      ...(encrypt.length > 0 ? [group('Encrypt', encrypt.map(twice))] : []),
    );
  });

  readonly #offerEncryptions = onChange((names: readonly string[]) => {
    this.#enc.replaceChildren(...names.map((name) => h('option', { value: name }, name)));
  });

  readonly #showNewKey = onChange(({ newKey, copies }: Pick<EditorView, 'newKey' | 'copies'>) => {
    this.#newKey.hidden = newKey === '';
    this.#newKey.replaceChildren(
      h('span', {}, newKey),
      ...copies.map((format) => linkButton(copyLabels[format], () => this.#actions.copyKey(format))),
    );
  });

  #change(change: Partial<Draft>): void {
    if (this.#draft) {
      this.#draft = { ...this.#draft, ...change };
      this.#key.show(this.#draft);
      this.#actions.change(this.#draft);
    }
  }

  #choose(): void {
    this.#actions.choose(this.#alg.value, this.#enc.value);
  }
}

function twice(name: string): readonly [string, string] {
  return [name, name];
}
