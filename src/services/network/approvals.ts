import * as vscode from 'vscode';
import { approvalFor } from '../../core/text/origin.ts';
import { parseSettings } from '../../core/settings/settings.ts';
import { confirm } from '../../platform/messages.ts';
import type { NetworkGate } from './jwksClient.ts';

/**
 * What the user lets the extension fetch from: origins (scheme, host and port), and on this machine single URLs; kept
 * in the machine-scoped setting `jwtInspector.network.allowedOrigins`. Only the user's own value counts: no workspace
 * can approve anything.
 */
export class Approvals implements NetworkGate {
  readonly #questions = new Map<string, Promise<boolean>>();

  async refusal(url: string, interactive: boolean): Promise<string | undefined> {
    if (!vscode.workspace.isTrusted)
      return 'No keys are fetched from the network in Restricted Mode. Trust the workspace to verify with this issuer.';
    const target = new URL(url);
    if (isApproved(target)) return undefined;
    const place = approvalFor(target);
    if (!interactive) return `Fetching keys from ${place} requires your approval. Run “JWT: Verify” to approve.`;
    return (await this.#ask(place, url)) ? undefined : `Fetching keys from ${place} was not approved.`;
  }

  /** Two tokens from one issuer cause only one question. */
  async #ask(place: string, url: string): Promise<boolean> {
    const question = this.#questions.get(place) ?? askAndRemember(place, url);
    this.#questions.set(place, question);
    try {
      return await question;
    } finally {
      this.#questions.delete(place);
    }
  }
}

/** An origin that stands in the setting covers everything there, on this machine too: then the user wrote it. */
function isApproved(url: URL): boolean {
  const places = approved();
  return places.includes(url.origin) || places.includes(approvalFor(url));
}

function approved(): readonly string[] {
  const setting = vscode.workspace.getConfiguration('jwtInspector').inspect<unknown>('network.allowedOrigins');
  return parseSettings({ 'network.allowedOrigins': setting?.globalValue }).allowedOrigins;
}

async function askAndRemember(place: string, url: string): Promise<boolean> {
  const reach =
    place === url
      ? 'This applies only to this address. Other addresses on this machine need their own approval.'
      : `The first request is for ${shortened(url)}. Your settings, and the settings of workspaces you trust, can name any path on ` +
        `${place}. All of them are then fetched without asking again.`;
  const promise =
    'Only key sets and the metadata of issuers are requested, and nothing else in a response is used or shown. No token or claim is ' +
    'sent. No secret is sent, unless your user settings name it as the authorization of a key set. ' +
    'The approval is stored on this machine in the setting “JWT Inspector › Network: Allowed Origins”.';
  const isAllowed = await confirm(
    `Allow JWT Inspector to fetch public keys from ${shortened(place)}?`,
    `${reach}\n\n${promise}`,
    'Allow',
  );
  if (!isAllowed) return false;
  await vscode.workspace
    .getConfiguration('jwtInspector')
    .update('network.allowedOrigins', [...new Set([...approved(), place])], vscode.ConfigurationTarget.Global);
  return true;
}

/** The beginning and the end of a URL that is too long to show. */
function shortened(url: string): string {
  return url.length <= 160 ? url : `${url.slice(0, 120)}…${url.slice(-30)}`;
}
