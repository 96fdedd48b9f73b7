import { jsonPlace } from '../../core/text/jsonPlace.ts';
import type { JsonPlace } from '../../core/text/jsonPlace.ts';
import type { Suggestions } from '../protocol/pageView.ts';
import { h, setValue } from './dom.ts';

interface JsonFieldOptions {
  readonly id: string;
  readonly input: () => void;
}

/** What can be written in a field of JSON. */
interface Offer {
  readonly names: Suggestions;
  /** Values of the members that are named there. */
  readonly values: Suggestions;
  readonly valuesOf: readonly string[];
}

/** As many as a person can take in at a glance. */
const mostShown = 8;

/** A text area for an object as JSON. While a name or a time is typed, what it could be is listed below the caret. */
export class JsonField {
  readonly element: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #list: HTMLUListElement;
  #offer: Offer = { names: [], values: [], valuesOf: [] };
  #shown: Suggestions = [];
  #place: JsonPlace | undefined;
  #active = 0;

  constructor({ id, input }: JsonFieldOptions) {
    this.#list = h('ul', {
      id: `${id}-suggestions`,
      role: 'listbox',
      class: 'suggestions',
      'aria-label': 'Suggestions',
    });
    this.#field = h('textarea', {
      id,
      class: 'json',
      wrap: 'off',
      spellcheck: 'false',
      autocomplete: 'off',
      'aria-autocomplete': 'list',
      'aria-controls': this.#list.id,
      input: () => {
        input();
        this.#suggest(false);
      },
      blur: () => this.#close(),
      scroll: () => this.#close(),
      click: () => this.#close(),
    });
    this.#field.addEventListener('keydown', (event) => {
      this.#key(event);
    });
    this.element = h('div', { class: 'json-field' }, this.#field, this.#list);
    this.#close();
  }

  get text(): string {
    return this.#field.value;
  }

  show(text: string): void {
    setValue(this.#field, text);
  }

  offer(offer: Offer): void {
    this.#offer = offer;
  }

  focus(): void {
    this.#field.focus();
  }

  #key(event: KeyboardEvent): void {
    const isOpen = this.#shown.length > 0;
    if (event.key === ' ' && event.ctrlKey) {
      this.#suggest(true);
    } else if (isOpen && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#activate((this.#active + step + this.#shown.length) % this.#shown.length);
    } else if (isOpen && (event.key === 'Enter' || event.key === 'Tab') && !event.ctrlKey && !event.metaKey) {
      this.#accept(this.#active);
    } else if (isOpen && event.key === 'Escape') {
      this.#close();
    } else {
      if (event.key.startsWith('Arrow')) this.#close();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Lists what fits at the caret. Without a request, only after something was typed. */
  #suggest(isAsked: boolean): void {
    const { selectionStart, selectionEnd, value } = this.#field;
    const place = selectionStart === selectionEnd ? jsonPlace(value, selectionStart) : undefined;
    const { names, values, valuesOf } = this.#offer;
    const offered = place?.kind === 'name' ? names : valuesOf.includes(place?.name ?? '') ? values : [];
    const isMeant = place !== undefined && (isAsked || value.slice(place.start, selectionStart) !== '');
    const fits = ({ text }: Suggestions[number]): boolean =>
      text.startsWith(place?.typed ?? '') && text !== place?.typed && place?.known.includes(text) !== true;
    this.#place = place;
    this.#show(isMeant ? offered.filter(fits).slice(0, mostShown) : []);
  }

  #show(suggestions: Suggestions): void {
    this.#shown = suggestions;
    this.#list.hidden = suggestions.length === 0;
    this.#list.replaceChildren(
      ...suggestions.map(({ text, meaning }, index) => {
        const option = h(
          'li',
          { role: 'option', id: `${this.#list.id}-${index}` },
          h('code', {}, text),
          h('span', {}, meaning),
        );
        // Before the field loses the keyboard.
        option.addEventListener('mousedown', (event) => {
          event.preventDefault();
          this.#accept(index);
        });
        return option;
      }),
    );
    if (suggestions.length > 0) {
      this.#putBelowCaret();
      this.#activate(0);
    } else {
      this.#field.removeAttribute('aria-activedescendant');
    }
  }

  #close(): void {
    this.#show([]);
  }

  #activate(index: number): void {
    this.#active = index;
    for (const [at, option] of [...this.#list.children].entries())
      option.setAttribute('aria-selected', String(at === index));
    this.#field.setAttribute('aria-activedescendant', `${this.#list.id}-${index}`);
  }

  /** Lines do not wrap, and all characters are equally wide: the place of the caret can be counted. */
  #putBelowCaret(): void {
    const before = this.#field.value.slice(0, this.#place?.start).split('\n');
    const { paddingTop, paddingLeft, lineHeight } = getComputedStyle(this.#field);
    const top = Number.parseFloat(paddingTop) + before.length * Number.parseFloat(lineHeight) - this.#field.scrollTop;
    this.#list.style.top = `${top}px`;
    this.#list.style.left = `min(calc(${paddingLeft} + ${before.at(-1)?.length ?? 0}ch - ${this.#field.scrollLeft}px), 40%)`;
  }

  #accept(index: number): void {
    const suggestion = this.#shown[index];
    const place = this.#place;
    if (!suggestion || !place) return;
    const { value } = this.#field;
    const isNamed = place.kind === 'value' || /^\s*:/.test(value.slice(place.end));
    this.#field.setSelectionRange(place.start, place.end);
    insert(this.#field, `"${suggestion.text}"${isNamed ? '' : ': '}`);
    this.#close();
    if (!isNamed) this.#suggest(true);
  }
}

/** Types a text over the selection, so that undo takes it back; the event `input` follows. */
function insert(field: HTMLTextAreaElement, text: string): void {
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else keeps the field's own undo
  document.execCommand('insertText', false, text);
  field.focus();
}
