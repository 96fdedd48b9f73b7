type Attribute = string | boolean | undefined | (() => void);
type Child = Node | string | undefined;

/**
 * Makes an element. A function is a listener for the event it is named after; `true` is an attribute without value;
 * text children become text nodes, so nothing a token says is ever markup.
 */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (typeof value === 'string') element.setAttribute(name, value);
    else if (value === true) element.setAttribute(name, '');
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A section of the page with a heading that names it for screen readers, and actions beside the heading. */
export function section(
  id: string,
  title: string,
  actions: readonly Node[],
  ...content: readonly Child[]
): HTMLElement {
  const heading = h('h2', { id: `${id}-title` }, title);
  return h(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    h('div', { class: 'section-head' }, heading, h('div', { class: 'actions' }, ...actions)),
    ...content,
  );
}

/** A button that looks like a link: an action beside a heading or at the end of a line. */
export function linkButton(
  text: string,
  onClick: () => void,
  attributes: Readonly<Record<string, Attribute>> = {},
): HTMLButtonElement {
  return h('button', { type: 'button', class: 'link', click: onClick, ...attributes }, text);
}

/** Words for a screen reader only. */
export function spoken(text: string): HTMLElement {
  return h('span', { class: 'spoken' }, text);
}

/** Renders only when what is shown has changed, so that focus, selection and scrolling survive every other update. */
export function onChange<T>(render: (value: T) => void): (value: T) => void {
  let shown: string | undefined;
  return (value) => {
    const next = JSON.stringify(value);
    if (next !== shown) {
      shown = next;
      render(value);
    }
  };
}

/** Handles Enter in a field, Ctrl+Enter in any field, and the submit button. */
export function onSubmit(form: HTMLFormElement, submit: () => void): void {
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    submit();
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    }
  });
}

/** A line of a form: a label and what it is for. */
export function row(fieldId: string, label: string, ...fields: readonly Node[]): HTMLElement {
  return h('div', { class: 'row' }, h('label', { for: fieldId }, label), h('div', { class: 'fields' }, ...fields));
}

export function setLabel(labelled: HTMLElement, text: string): void {
  labelled.querySelector('label')?.replaceChildren(text);
}

/** Options under a heading. */
export function group(
  label: string,
  options: readonly (readonly [value: string, label: string])[],
): HTMLOptGroupElement {
  return h('optgroup', { label }, ...options.map(([value, text]) => h('option', { value }, text)));
}

/** Assigning an equal value would move the caret. */
export function setValue(field: { value: string }, value: string): void {
  if (field.value !== value) field.value = value;
}
