import { compose } from './compose.ts';
import * as api from './core/api.ts';

/**
 * Everything that is loaded when it is first needed and not when the extension is activated: all but `extension.ts`.
 * package.json says where `#late` is: this module, or on desktop what takes it from the browser's bundle
 * (`lateOnDesktop.ts`). So it must not import `#host`. Even then the commands, the panel and the cryptography wait once
 * more, each behind an `import()` at the place of its use.
 */
const loaded = {
  /** The extension: once something is open, or a command is run. */
  compose,
  /** Core, for other extensions: once they call it. */
  api,
};

export const late = (): typeof loaded => loaded;
