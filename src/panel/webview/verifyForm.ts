import type { VerifyForm } from '../protocol/forms.ts';
import type { PanelView } from '../protocol/pageView.ts';
import { h, linkButton, onChange, onSubmit, row, section, setValue, spoken } from './dom.ts';
import { icon } from './icons.ts';
import { KeyFields } from './keyFields.ts';

interface VerifyFormActions {
  change(form: VerifyForm): void;
  verify(): void;
  addKey(): void;
}

const onTheSpot = [
  ['secret', 'A secret entered here'],
  ['key', 'A key entered here'],
] as const;

const workingLabels = { Verify: 'Verifying…', Decrypt: 'Decrypting…' } as const;

/**
 * What the token is verified or decrypted with: the key, and what is expected of issuer, audience, algorithm and clock.
 */
export class VerifyFields {
  readonly element: HTMLElement;
  readonly #actions: VerifyFormActions;
  #form: VerifyForm | undefined;
  #configured: readonly string[] = [];
  #wanted: PanelView['wants'] = 'nothing';

  readonly #key = new KeyFields(
    {
      prefix: '',
      choice: 'Key',
      password: 'Password',
      encoding: 'Secret encoding',
      reveal: 'Show the secret',
      onTheSpot,
    },
    (change) => this.#change(change),
  );
  readonly #nonce = h('input', {
    id: 'nonce',
    spellcheck: 'false',
    autocomplete: 'off',
    input: () => this.#change({ nonce: this.#nonce.value }),
  });
  readonly #bindingAudience = h('input', {
    id: 'binding-audience',
    spellcheck: 'false',
    input: () => this.#change({ bindingAudience: this.#bindingAudience.value }),
  });
  readonly #issuer = h('input', {
    id: 'issuer',
    spellcheck: 'false',
    input: () => this.#change({ issuer: this.#issuer.value }),
  });
  readonly #issuerUnused = checkbox('Issuer not used', () =>
    this.#change({ issuerUnused: this.#issuerUnused.checked }),
  );
  readonly #audience = h('input', {
    id: 'audience',
    spellcheck: 'false',
    input: () => this.#change({ audience: this.#audience.value }),
  });
  readonly #audienceUnused = checkbox('Audience not used', () =>
    this.#change({ audienceUnused: this.#audienceUnused.checked }),
  );
  readonly #chips = h('span', { class: 'chips' });
  readonly #moreAlgorithms = h('select', { id: 'algorithms', change: () => this.#addAlgorithm() });
  readonly #tolerance = h('input', {
    id: 'tolerance',
    type: 'number',
    min: '0',
    max: '300',
    step: '1',
    input: () => this.#change({ tolerance: this.#tolerance.value }),
  });
  readonly #verify = h('button', { type: 'submit', class: 'primary' }, 'Verify');
  readonly #problem = h('p', { role: 'alert', class: 'problem' });
  /** What is asked of a presentation of an SD-JWT. */
  readonly #bindingRows = [
    row('nonce', 'Nonce', this.#nonce),
    row('binding-audience', 'Audience of the key binding', this.#bindingAudience),
  ];
  /** What is expected of a signed token. What is encrypted proves nothing that could be expected of it. */
  readonly #expectationRows: readonly HTMLElement[];

  constructor(actions: VerifyFormActions) {
    this.#actions = actions;
    this.#expectationRows = [
      row('issuer', 'Issuer', this.#issuer, unusedLabel(this.#issuerUnused)),
      row('audience', 'Audience', this.#audience, unusedLabel(this.#audienceUnused)),
      row('algorithms', 'Algorithms', h('span', { class: 'chip-line' }, this.#chips, this.#moreAlgorithms)),
      row(
        'tolerance',
        'Tolerance',
        h('span', { class: 'joined' }, this.#tolerance, h('span', { class: 'unit' }, 'seconds')),
      ),
    ];
    const form = h(
      'form',
      { novalidate: true },
      ...this.#key.rows,
      ...this.#expectationRows,
      ...this.#bindingRows,
      h(
        'div',
        { class: 'submit' },
        this.#verify,
        linkButton('Store a key…', () => actions.addKey()),
      ),
      this.#problem,
    );
    onSubmit(form, () => actions.verify());
    this.element = section('verify', 'Verify with', [], form);
  }

  /** Shows the host's copy; `keepValues` while the person is ahead of the host. */
  update(view: PanelView, keepValues: boolean): void {
    this.#key.offer(view.choices);
    this.#showProblem(view.problem ?? '');
    this.#verify.disabled = view.verifying;
    this.#verify.textContent = view.verifying ? workingLabels[view.asks.action] : view.asks.action;
    this.#ask(view.asks);
    this.#issuer.placeholder = view.defaults.issuer;
    this.#audience.placeholder = view.defaults.audience;
    this.#tolerance.placeholder = view.defaults.tolerance;
    this.#configured = view.defaults.algorithms;
    if (!keepValues) this.#show(view.form);
    this.#showChips({ chosen: this.#form?.algorithms ?? [], configured: this.#configured });
    if (view.wants !== this.#wanted) {
      this.#wanted = view.wants;
      this.#focusWanted();
    }
    this.#offerAlgorithms(view.algorithms.filter((name) => !this.#form?.algorithms.includes(name)));
  }

  readonly #ask = onChange(({ action, secret, key, password, keyBinding }: PanelView['asks']) => {
    this.element.querySelector('h2')?.replaceChildren(`${action} with`);
    const placeholder = action === 'Decrypt' ? 'PEM or JWK' : 'PEM, certificate, JWK, or JWKS';
    this.#key.ask({ secret, key, placeholder, password });
    for (const each of this.#expectationRows) each.hidden = action === 'Decrypt';
    for (const each of this.#bindingRows) each.hidden = !keyBinding;
  });

  readonly #showProblem = onChange((problem: string) => {
    this.#problem.textContent = problem;
  });

  readonly #offerAlgorithms = onChange((names: readonly string[]) => {
    this.#moreAlgorithms.replaceChildren(
      h('option', { value: '' }, 'Allow…'),
      ...names.map((name) => h('option', { value: name }, name)),
    );
  });

  readonly #showChips = onChange(({ chosen, configured }: Record<'chosen' | 'configured', readonly string[]>) => {
    const inherited = configured.map((name) =>
      h('span', { class: 'chip inherited', title: 'Allowed by the configured issuer' }, name),
    );
    this.#chips.replaceChildren(...(chosen.length > 0 ? chosen.map((name) => this.#chip(name)) : inherited));
  });

  #show(form: VerifyForm): void {
    this.#form = form;
    this.#key.show(form);
    setValue(this.#nonce, form.nonce);
    setValue(this.#bindingAudience, form.bindingAudience);
    setValue(this.#issuer, form.issuer);
    setValue(this.#audience, form.audience);
    setValue(this.#tolerance, form.tolerance);
    this.#issuerUnused.checked = form.issuerUnused;
    this.#audienceUnused.checked = form.audienceUnused;
    this.#issuer.disabled = form.issuerUnused;
    this.#audience.disabled = form.audienceUnused;
    this.#showChips({ chosen: form.algorithms, configured: this.#configured });
  }

  #focusWanted(): void {
    if (this.#wanted === 'key') this.#key.focus();
    else if (this.#wanted === 'issuer') this.#issuer.focus();
  }

  #change(change: Partial<VerifyForm>): void {
    if (this.#form) {
      this.#show({ ...this.#form, ...change });
      this.#actions.change(this.#form);
    }
  }

  #addAlgorithm(): void {
    const name = this.#moreAlgorithms.value;
    if (name !== '') {
      // The host may have chosen it meanwhile.
      this.#change({ algorithms: [...new Set([...(this.#form?.algorithms ?? []), name])] });
      this.#moreAlgorithms.value = '';
    }
  }

  #chip(name: string): HTMLElement {
    const remove = (): void => {
      this.#change({ algorithms: (this.#form?.algorithms ?? []).filter((each) => each !== name) });
      this.#moreAlgorithms.focus();
    };
    return h(
      'button',
      { type: 'button', class: 'chip', click: remove, title: `Do not allow ${name}` },
      h('span', {}, name),
      spoken(' allowed, select to remove'),
      icon('close'),
    );
  }
}

function checkbox(label: string, change: () => void): HTMLInputElement {
  return h('input', { type: 'checkbox', 'aria-label': label, change });
}

function unusedLabel(box: HTMLInputElement): HTMLElement {
  return h(
    'label',
    { class: 'unused', title: 'Mark this claim as not used. It then counts as checked' },
    box,
    'Not used',
  );
}
