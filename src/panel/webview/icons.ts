import add from '@vscode/codicons/src/icons/add.svg';
import circle from '@vscode/codicons/src/icons/circle.svg';
import close from '@vscode/codicons/src/icons/close.svg';
import copy from '@vscode/codicons/src/icons/copy.svg';
import error from '@vscode/codicons/src/icons/error.svg';
import eye from '@vscode/codicons/src/icons/eye.svg';
import info from '@vscode/codicons/src/icons/info.svg';
import lightbulb from '@vscode/codicons/src/icons/lightbulb.svg';
import pass from '@vscode/codicons/src/icons/pass.svg';
import question from '@vscode/codicons/src/icons/question.svg';
import verified from '@vscode/codicons/src/icons/verified-filled.svg';
import warning from '@vscode/codicons/src/icons/warning.svg';

/**
 * The codicons the panel uses, taken from their sources at build time: a few hundred bytes each, where the font is 80
 * KB.
 */
const sources = { add, circle, close, copy, error, eye, info, lightbulb, pass, question, verified, warning };

export type IconName = keyof typeof sources;

/** A codicon as an inline drawing in the colour of its text. Decoration only: words beside it say the same. */
export function icon(name: IconName): Element {
  const drawing = document.importNode(
    new DOMParser().parseFromString(sources[name], 'image/svg+xml').documentElement,
    true,
  );
  drawing.setAttribute('class', `icon icon-${name}`);
  drawing.setAttribute('aria-hidden', 'true');
  return drawing;
}
