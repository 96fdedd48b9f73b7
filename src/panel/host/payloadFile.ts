import * as vscode from 'vscode';

/** A file whose bytes are the payload of a token that does not carry it (RFC 7515 appendix F). */
export interface PayloadFile {
  readonly uri: vscode.Uri;
  readonly bytes: Uint8Array;
}

/** Asks for the file; `undefined` if the person has none to give. `earlier` is where the dialog begins. */
export async function choosePayload(earlier: PayloadFile | undefined): Promise<PayloadFile | undefined> {
  const [uri] =
    (await vscode.window.showOpenDialog({
      title: 'Select the payload file: the content that this token signs but does not contain',
      openLabel: 'Verify With This Payload',
      ...(earlier && { defaultUri: earlier.uri }),
    })) ?? [];
  return uri && { uri, bytes: await vscode.workspace.fs.readFile(uri) };
}
