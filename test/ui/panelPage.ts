import assert from 'node:assert/strict';
import type { Frame, Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

type Part = 'header' | 'payload' | 'presented';

/** The panel as a person uses it. What it waits for has to come within Playwright's patience. */
export class PanelPage {
  readonly frame: Frame;
  readonly #workbench: Workbench;

  private constructor(frame: Frame, workbench: Workbench) {
    this.frame = frame;
    this.#workbench = workbench;
  }

  static async of(workbench: Workbench): Promise<PanelPage> {
    const frame = await workbench.webview();
    await frame.locator('main:visible').waitFor();
    return new PanelPage(frame, workbench);
  }

  get token(): Locator {
    return this.frame.locator('#token textarea');
  }

  get encoding(): Locator {
    return this.frame.getByLabel('Secret encoding');
  }

  section(id: string): Locator {
    return this.frame.locator(`section#${id}`);
  }

  field(label: string): Locator {
    return this.frame.getByLabel(label, { exact: true });
  }

  /** A link-like button beside the heading of the token. */
  action(name: string): Locator {
    return this.section('token').getByRole('button', { name });
  }

  algorithmChip(name: string): Locator {
    return this.section('verify').locator('button.chip', { hasText: name });
  }

  member(part: Part, name: string): Locator {
    return this.section(part)
      .getByRole('row')
      .filter({ has: this.frame.getByRole('rowheader', { name, exact: true }) });
  }

  async memberNames(part: Part): Promise<readonly string[]> {
    return this.section(part).getByRole('rowheader').allInnerTexts();
  }

  /** Pastes in place of what is in the token field, as by Ctrl+V. */
  async paste(text: string): Promise<void> {
    await this.#workbench.writeClipboard(text);
    await this.token.click();
    // Each press takes the focus first: an editor that is still being restored takes it away.
    await this.token.press('Control+A');
    await this.token.press('Control+V');
  }

  async chooseKey(kind: 'secret' | 'key', text: string): Promise<void> {
    await this.field('Key').selectOption(kind);
    await this.field(kind === 'secret' ? 'Secret' : 'Public key').fill(text);
  }

  async expect(expected: { issuer: string; audience: string; algorithms: readonly string[] }): Promise<void> {
    await this.field('Issuer').fill(expected.issuer);
    await this.field('Audience').fill(expected.audience);
    const chips = this.section('verify').locator('button.chip');
    while ((await chips.count()) > 0) await chips.first().click();
    for (const name of expected.algorithms) await this.field('Algorithms').selectOption(name);
  }

  async verify(): Promise<void> {
    await this.frame.getByRole('button', { name: 'Verify', exact: true }).click();
  }

  async decrypt(): Promise<void> {
    await this.frame.getByRole('button', { name: 'Decrypt', exact: true }).click();
  }

  /** Signs or encrypts what was written. */
  async make(action: string): Promise<void> {
    await this.frame.getByRole('button', { name: action, exact: true }).click();
  }

  async draftProblem(text: RegExp): Promise<void> {
    await this.#reads(this.section('edit').getByRole('alert'), text);
  }

  /** Waits until the times of the claims come to this. */
  async times(text: string): Promise<void> {
    await this.#reads(this.section('edit').locator('.times'), text);
  }

  /** Copies the key that was made here, in one of its forms, and gives the text. */
  async copyKey(form: string): Promise<string> {
    await this.#workbench.writeClipboard('');
    await this.section('edit').getByRole('button', { name: form, exact: true }).click();
    for (let patience = 100; patience > 0; patience--) {
      const text = await this.#workbench.readClipboard();
      if (text !== '') return text;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return assert.fail('Nothing was copied.');
  }

  /** Does what is offered beside an explanation, once it reads so. */
  async fix(explanation: RegExp, offer: string): Promise<void> {
    const line = this.frame.locator('.explanations li').filter({ hasText: explanation });
    await line.getByRole('button', { name: offer, exact: true }).click();
  }

  /** Waits until one of the explanations reads so. */
  async explained(text: RegExp): Promise<void> {
    await this.frame.locator('.explanations li').filter({ hasText: text }).waitFor();
  }

  /** The steps of the way through tokens inside each other. */
  async levels(): Promise<readonly string[]> {
    return this.frame.locator('#levels > :not([aria-hidden])').allInnerTexts();
  }

  async level(name: string): Promise<void> {
    await this.frame.locator('#levels').getByRole('button', { name }).click();
  }

  /** Waits until the first line of the page reads so. */
  async verdict(text: string | RegExp): Promise<void> {
    await this.#reads(this.frame.locator('#verdict h1'), text);
  }

  async note(text: string | RegExp): Promise<void> {
    await this.#reads(this.frame.locator('#notes'), text);
  }

  async noNotes(): Promise<void> {
    await this.#reads(this.frame.locator('#notes'), '');
  }

  async problem(text: RegExp): Promise<void> {
    await this.#reads(this.section('verify').getByRole('alert'), text);
  }

  /** Waits for the short word after a copy. */
  async said(text: string): Promise<void> {
    await this.#reads(this.frame.locator('.toast'), text);
  }

  async hasToken(text: string): Promise<void> {
    await this.frame.waitForFunction((wanted) => {
      const mirror = document.querySelector('.token-mirror');
      const isColoured = mirror?.querySelector('.part-header') !== null;
      return isColoured && mirror?.textContent.replace('\u200b', '') === wanted;
    }, text);
  }

  /** The ids of the checks that came out so, in order. */
  async outcomes(outcome: 'pass' | 'fail' | 'not-checked'): Promise<readonly string[]> {
    return this.section('checks').locator(`li.outcome-${outcome} code:last-child`).allInnerTexts();
  }

  /** What the checklist says about one check. */
  async check(id: string): Promise<string> {
    const line = this.section('checks')
      .locator('li')
      .filter({ has: this.frame.locator(`code:text-is("${id}")`) });
    return line.first().innerText();
  }

  /** The label of the control that has the keyboard. */
  async focused(): Promise<string> {
    return this.frame.evaluate(() => {
      const control = document.activeElement as HTMLInputElement | null;
      return control?.labels?.[0]?.textContent ?? control?.getAttribute('aria-label') ?? control?.textContent ?? '';
    });
  }

  async #reads(locator: Locator, text: string | RegExp): Promise<void> {
    const patience = Date.now() + 30_000;
    let read = '';
    while (Date.now() < patience) {
      read = ((await locator.first().textContent()) ?? '').trim();
      if (typeof text === 'string' ? read === text : text.test(read)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.fail(`It reads "${read}", not "${String(text)}".`);
  }
}
