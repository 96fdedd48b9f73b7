import type { Span } from '../../core/text/span.ts';
import type { PanelView } from '../protocol/pageView.ts';
import { h, linkButton, section } from './dom.ts';

interface TokenFieldActions {
  edit(text: string, pasted: string | undefined): void;
  pasteFromClipboard(): void;
  copy(): void;
  copyRedacted(): void;
  editAndSign(): void;
  revealSource(): void;
}

/**
 * The token in its coloured parts, in a field that is a plain textarea: the text is drawn by a mirror of spans laid
 * exactly over it, so typing, pasting, undo and the screen reader work as everywhere.
 */
export class TokenField {
  readonly element: HTMLElement;
  readonly #field: HTMLTextAreaElement;
  readonly #mirror = h('div', { class: 'token-mirror', 'aria-hidden': 'true' });
  readonly #source: HTMLButtonElement;
  readonly #copies: readonly HTMLButtonElement[];
  readonly #edit: HTMLButtonElement;
  #parts: PanelView['parts'] = [];
  #culprit: Span | undefined;
  #active: Span | undefined;

  constructor(actions: TokenFieldActions) {
    let pasted: string | undefined;
    this.#field = h('textarea', {
      'aria-labelledby': 'token-title',
      'aria-describedby': 'token-hint',
      spellcheck: 'false',
      autocomplete: 'off',
      autocapitalize: 'off',
      rows: '1',
      placeholder: 'Paste a token, or anything that contains one: a header, a curl command, JSON.',
    });
    this.#field.addEventListener('paste', (event) => {
      pasted = event.clipboardData?.getData('text/plain');
    });
    this.#field.addEventListener('input', () => {
      this.#parts = [];
      this.#culprit = undefined;
      this.#draw();
      actions.edit(this.#field.value, pasted);
      pasted = undefined;
    });
    this.#source = linkButton('', () => actions.revealSource());
    this.#copies = [
      linkButton('Copy', () => actions.copy(), { title: 'Copy the token' }),
      linkButton('Copy redacted', () => actions.copyRedacted(), {
        title: 'Copy the token for a bug report, with values and signature redacted',
      }),
    ];
    this.#edit = linkButton('Edit and sign', () => actions.editAndSign(), {
      title: 'Change the header and claims, and sign or encrypt the token again',
    });
    this.element = section(
      'token',
      'Token',
      [this.#source, linkButton('Paste', () => actions.pasteFromClipboard()), ...this.#copies, this.#edit],
      h('div', { class: 'token-scroll' }, h('div', { class: 'token-field' }, this.#field, this.#mirror)),
      h('p', { id: 'token-hint', class: 'spoken' }, 'Decoded as you type. Nothing leaves this machine.'),
    );
  }

  /** Shows the host's reading of the token; `keepText` while the person is ahead of the host. */
  update(view: PanelView, keepText: boolean): void {
    this.#source.textContent = view.source ?? '';
    this.#source.hidden = view.source === undefined;
    for (const button of this.#copies) button.hidden = view.token === '';
    this.#edit.hidden = view.editor !== undefined;
    if (keepText) return;
    if (this.#field.value !== view.token) {
      this.#field.value = view.token;
      this.#active = undefined;
    }
    this.#parts = view.parts;
    this.#culprit = view.findings.find(({ severity }) => severity === 'error' || severity === 'warning');
    this.#draw();
  }

  /** Marks the characters of a claim or finding while it is pointed at. */
  mark(span: Span | undefined): void {
    this.#active = span;
    this.#draw();
  }

  /** Selects characters in the field and brings them into view. */
  select(span: Span): void {
    this.mark(span);
    this.#field.focus({ preventScroll: true });
    this.#field.setSelectionRange(span.start, span.end);
    this.#mirror.querySelector('.marked')?.scrollIntoView({ block: 'nearest' });
  }

  #draw(): void {
    const text = this.#field.value;
    const marked = this.#active ?? this.#culprit;
    const cuts = [0, text.length, ...this.#parts.flatMap(edges), ...(marked ? edges(marked) : [])];
    const bounds = [...new Set(cuts)].filter((cut) => cut <= text.length).toSorted((a, b) => a - b);
    const parts = this.#parts.toSorted((a, b) => a.start - b.start);
    let next = 0;
    this.#mirror.replaceChildren(
      ...bounds.slice(1).map((end, index) => {
        const start = bounds[index] ?? 0;
        while ((parts[next]?.end ?? Infinity) <= start) next++;
        const at = parts[next];
        const part = at && at.start <= start && end <= at.end ? at.part : undefined;
        const isMarked = marked !== undefined && marked.start <= start && end <= marked.end;
        return h(
          'span',
          { class: [part && `part-${part}`, isMarked && 'marked'].filter(Boolean).join(' ') },
          text.slice(start, end),
        );
      }),
      // A last line break is only a line when something follows it.
      '\u200b',
    );
  }
}

function edges(span: Span): readonly [number, number] {
  return [span.start, span.end];
}
