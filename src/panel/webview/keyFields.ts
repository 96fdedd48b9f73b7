import type { KeyValues } from '../protocol/forms.ts';
import type { PanelView } from '../protocol/pageView.ts';
import { group, h, onChange, row, setLabel, setValue } from './dom.ts';
import { icon } from './icons.ts';

const encodings = [
  ['utf8', 'is text (UTF-8)'],
  ['base64', 'is Base64'],
  ['base64url', 'is Base64url'],
  ['hex', 'is hexadecimal'],
] as const;

/** What the fields are called; their ids begin with `prefix`. */
interface KeyFieldNames {
  readonly prefix: string;
  readonly choice: string;
  readonly password: string;
  readonly encoding: string;
  readonly reveal: string;
  /** What can be chosen besides configured keys. */
  readonly onTheSpot: readonly (readonly [value: string, label: string])[];
}

/** What is asked for of a key that is entered directly. */
interface Asked {
  readonly secret: string;
  readonly key: string;
  readonly placeholder: string;
  readonly password: boolean;
}

/** A key by choice, or entered directly as a secret or as the text of a key. */
export class KeyFields {
  /** The rows of the form, in order. */
  readonly rows: readonly HTMLElement[];
  readonly #change: (change: Partial<KeyValues>) => void;
  readonly #names: KeyFieldNames;
  #shown: KeyValues | undefined;
  readonly #choice: HTMLSelectElement;
  readonly #secret: HTMLInputElement;
  readonly #encoding: HTMLSelectElement;
  readonly #key: HTMLTextAreaElement;
  readonly #password: HTMLInputElement;
  readonly #choiceRow: HTMLElement;
  readonly #secretRow: HTMLElement;
  readonly #keyRow: HTMLElement;
  readonly #passwordRow: HTMLElement;

  constructor(names: KeyFieldNames, change: (change: Partial<KeyValues>) => void) {
    const { prefix } = names;
    const hidden = { type: 'password', autocomplete: 'off', spellcheck: 'false' };
    this.#names = names;
    this.#change = change;
    this.#choice = h('select', { id: `${prefix}choice`, change: () => this.#chosen() });
    this.#secret = h('input', {
      ...hidden,
      id: `${prefix}secret`,
      input: () => change({ keyText: this.#secret.value }),
    });
    this.#encoding = h(
      'select',
      { 'aria-label': names.encoding, change: () => this.#encodingChosen() },
      ...encodings.map(([value, label]) => h('option', { value }, label)),
    );
    this.#key = h('textarea', {
      id: `${prefix}key`,
      class: 'key-text',
      rows: '4',
      spellcheck: 'false',
      autocomplete: 'off',
      input: () => change({ keyText: this.#key.value }),
    });
    this.#password = h('input', {
      ...hidden,
      id: `${prefix}password`,
      input: () => change({ password: this.#password.value }),
    });
    this.#choiceRow = row(this.#choice.id, names.choice, this.#choice);
    const secret = h('span', { class: 'joined' }, this.#secret, this.#revealButton());
    this.#secretRow = row(this.#secret.id, '', secret, this.#encoding);
    this.#keyRow = row(this.#key.id, '', this.#key);
    this.#passwordRow = row(this.#password.id, names.password, this.#password);
    this.rows = [this.#choiceRow, this.#secretRow, this.#keyRow, this.#passwordRow];
  }

  /** The configured keys that can be chosen. */
  readonly offer: (choices: PanelView['choices']) => void = onChange((choices) => {
    const configured = choices.map(({ id, label, detail }) => [id, `${label} — ${detail}`] as const);
    this.#choice.replaceChildren(
      ...(configured.length > 0 ? [group('Configured', configured)] : []),
      group('Entered here', this.#names.onTheSpot),
    );
    this.#choice.value = this.#shown?.choice ?? '';
  });

  readonly ask: (asked: Asked) => void = onChange(({ secret, key, placeholder, password }) => {
    setLabel(this.#secretRow, secret);
    setLabel(this.#keyRow, key);
    this.#key.placeholder = placeholder;
    this.#passwordRow.hidden = !password;
  });

  /** What the choice is called. */
  readonly call: (label: string) => void = onChange((label) => setLabel(this.#choiceRow, label));

  show({ choice, encoding, keyText, password }: KeyValues): void {
    this.#shown = { choice, encoding, keyText, password };
    setValue(this.#choice, choice);
    if (choice === 'secret' || choice === 'key') setValue(choice === 'key' ? this.#key : this.#secret, keyText);
    setValue(this.#encoding, encoding);
    setValue(this.#password, password);
    this.#secretRow.hidden = choice !== 'secret';
    this.#keyRow.hidden = choice !== 'key';
  }

  /** Moves the focus to the missing part of the key. */
  focus(): void {
    const field = { secret: this.#secret, key: this.#key }[this.#choice.value] ?? this.#choice;
    field.focus();
  }

  /** Both fields keep what was typed into them. */
  #chosen(): void {
    const choice = this.#choice.value;
    this.#change({ choice, keyText: { secret: this.#secret.value, key: this.#key.value }[choice] ?? '' });
  }

  #encodingChosen(): void {
    const encoding = encodings.find(([value]) => value === this.#encoding.value)?.[0];
    this.#change({ encoding: encoding ?? 'utf8' });
  }

  #revealButton(): HTMLButtonElement {
    const attributes = { 'aria-label': this.#names.reveal, 'aria-pressed': 'false' };
    const button = h('button', { type: 'button', class: 'icon-button', ...attributes }, icon('eye'));
    button.addEventListener('click', () => {
      const reveal = this.#secret.type === 'password';
      this.#secret.type = reveal ? 'text' : 'password';
      button.setAttribute('aria-pressed', String(reveal));
    });
    return button;
  }
}
