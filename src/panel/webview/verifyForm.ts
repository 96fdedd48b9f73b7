import type { PanelView, VerifyForm as FormValues } from '../protocol.ts';
import { h, linkButton, onChange, section, spoken } from './dom.ts';
import { icon } from './icons.ts';

interface VerifyFormActions {
  change(form: FormValues): void;
  verify(): void;
  addKey(): void;
}

const onTheSpot = [
  ['secret', 'A secret given here'],
  ['key', 'A key given here'],
] as const;

const encodings = [
  ['utf8', 'is text (UTF-8)'],
  ['base64', 'is Base64'],
  ['base64url', 'is Base64url'],
  ['hex', 'is hexadecimal'],
] as const;

const working = { Verify: 'Verifying…', Decrypt: 'Decrypting…' } as const;

/** What the token is verified or decrypted with: the key, and what is expected of issuer, audience, algorithm and clock. */
export class VerifyForm {
  readonly element: HTMLElement;
  readonly #actions: VerifyFormActions;
  #form: FormValues | undefined;
  #configured: readonly string[] = [];
  #wanted: PanelView['wants'] = 'nothing';

  readonly #choice = h('select', { id: 'choice', change: () => this.#change({ choice: this.#choice.value }) });
  readonly #secret = h('input', {
    id: 'secret',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    input: () => this.#secretChanged(),
  });
  readonly #encoding = h(
    'select',
    { 'aria-label': 'How the secret is written', change: () => this.#encodingChanged() },
    ...encodings.map(([value, label]) => h('option', { value }, label)),
  );
  readonly #key = h('textarea', {
    id: 'key',
    rows: '4',
    spellcheck: 'false',
    autocomplete: 'off',
    placeholder: 'PEM, certificate, JWK or JWKS',
    input: () => this.#change({ keyText: this.#key.value }),
  });
  readonly #password = h('input', {
    id: 'password',
    type: 'password',
    autocomplete: 'off',
    input: () => this.#change({ password: this.#password.value }),
  });
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
  readonly #secretRow = row(
    'secret',
    'Secret',
    h('span', { class: 'joined' }, this.#secret, this.#revealButton()),
    this.#encoding,
  );
  readonly #keyRow = row('key', 'Public key', this.#key);
  readonly #passwordRow = row('password', 'Password', this.#password);
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
      row('choice', 'Key', this.#choice),
      this.#secretRow,
      this.#keyRow,
      this.#passwordRow,
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
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      actions.verify();
    });
    form.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        actions.verify();
      }
    });
    this.element = section('verify', 'Verify with', [], form);
  }

  /** Shows the host's copy; `keepValues` while the person is ahead of the host. */
  update(view: PanelView, keepValues: boolean): void {
    this.#offer(view.choices);
    this.#showProblem(view.problem ?? '');
    this.#verify.disabled = view.verifying;
    this.#verify.textContent = view.verifying ? working[view.asks.action] : view.asks.action;
    this.#ask(view.asks);
    this.#issuer.placeholder = view.defaults.issuer;
    this.#audience.placeholder = view.defaults.audience;
    this.#tolerance.placeholder = view.defaults.tolerance;
    this.#configured = view.defaults.algorithms;
    if (!keepValues) {
      this.#show(view.form);
    }
    this.#showChips({ chosen: this.#form?.algorithms ?? [], configured: this.#configured });
    if (view.wants !== this.#wanted) {
      this.#wanted = view.wants;
      this.#focusWanted();
    }
    this.#offerAlgorithms(view.algorithms.filter((name) => !this.#form?.algorithms.includes(name)));
  }

  readonly #offer = onChange((choices: PanelView['choices']) => {
    const chosen = this.#choice.value;
    this.#choice.replaceChildren(
      ...(choices.length > 0
        ? [
            group(
              'Configured',
              choices.map(({ id, label, detail }) => [id, `${label} — ${detail}`] as const),
            ),
          ]
        : []),
      group('On the spot', onTheSpot),
    );
    this.#choice.value = chosen;
  });

  readonly #ask = onChange(({ action, secret, key, password, keyBinding }: PanelView['asks']) => {
    this.element.querySelector('h2')?.replaceChildren(`${action} with`);
    setLabel(this.#secretRow, secret);
    setLabel(this.#keyRow, key);
    this.#key.placeholder = action === 'Decrypt' ? 'PEM or JWK' : 'PEM, certificate, JWK or JWKS';
    this.#passwordRow.hidden = !password;
    for (const each of this.#expectationRows) {
      each.hidden = action === 'Decrypt';
    }
    for (const each of this.#bindingRows) {
      each.hidden = !keyBinding;
    }
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

  #show(form: FormValues): void {
    this.#form = form;
    setValue(this.#choice, form.choice);
    setValue(form.choice === 'key' ? this.#key : this.#secret, form.keyText);
    setValue(this.#encoding, form.encoding);
    setValue(this.#password, form.password);
    setValue(this.#nonce, form.nonce);
    setValue(this.#bindingAudience, form.bindingAudience);
    setValue(this.#issuer, form.issuer);
    setValue(this.#audience, form.audience);
    setValue(this.#tolerance, form.tolerance);
    this.#issuerUnused.checked = form.issuerUnused;
    this.#audienceUnused.checked = form.audienceUnused;
    this.#issuer.disabled = form.issuerUnused;
    this.#audience.disabled = form.audienceUnused;
    this.#secretRow.hidden = form.choice !== 'secret';
    this.#keyRow.hidden = form.choice !== 'key';
    this.#showChips({ chosen: form.algorithms, configured: this.#configured });
  }

  #focusWanted(): void {
    if (this.#wanted === 'key') {
      const field = { secret: this.#secret, key: this.#key }[this.#choice.value] ?? this.#choice;
      field.focus();
    } else if (this.#wanted === 'issuer') {
      this.#issuer.focus();
    }
  }

  #change(change: Partial<FormValues>): void {
    if (this.#form) {
      const keyText = { secret: this.#secret.value, key: this.#key.value }[change.choice ?? this.#form.choice] ?? '';
      this.#show({ ...this.#form, keyText, ...change });
      this.#actions.change(this.#form);
    }
  }

  #secretChanged(): void {
    this.#change({ keyText: this.#secret.value });
  }

  #encodingChanged(): void {
    const encoding = encodings.find(([value]) => value === this.#encoding.value)?.[0];
    this.#change({ encoding: encoding ?? 'utf8' });
  }

  #addAlgorithm(): void {
    const name = this.#moreAlgorithms.value;
    if (name !== '') {
      this.#change({ algorithms: [...(this.#form?.algorithms ?? []), name] });
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
      spoken(' allowed; press to remove'),
      icon('close'),
    );
  }

  #revealButton(): HTMLButtonElement {
    const button = h(
      'button',
      { type: 'button', class: 'icon-button', 'aria-label': 'Show the secret', 'aria-pressed': 'false' },
      icon('eye'),
    );
    button.addEventListener('click', () => {
      const reveal = this.#secret.type === 'password';
      this.#secret.type = reveal ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(reveal));
    });
    return button;
  }
}

function row(fieldId: string, label: string, ...fields: readonly Node[]): HTMLElement {
  return h('div', { class: 'row' }, h('label', { for: fieldId }, label), h('div', { class: 'fields' }, ...fields));
}

function setLabel(labelled: HTMLElement, text: string): void {
  labelled.querySelector('label')?.replaceChildren(text);
}

function checkbox(label: string, change: () => void): HTMLInputElement {
  return h('input', { type: 'checkbox', 'aria-label': label, change });
}

function unusedLabel(box: HTMLInputElement): HTMLElement {
  return h(
    'label',
    { class: 'unused', title: 'State that this claim plays no part: it then counts as checked' },
    box,
    'Not used',
  );
}

function group(label: string, options: readonly (readonly [value: string, label: string])[]): HTMLOptGroupElement {
  return h('optgroup', { label }, ...options.map(([value, text]) => h('option', { value }, text)));
}

/** Assigning an equal value would move the caret. */
function setValue(field: { value: string }, value: string): void {
  if (field.value !== value) {
    field.value = value;
  }
}
