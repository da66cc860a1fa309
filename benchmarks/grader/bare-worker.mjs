// Boots CPython and runs one program, again and again, without anything of ours around it.
import { parentPort, workerData } from 'node:worker_threads';
import { ConsoleStdout, Fd, WASI } from '@bjorn3/browser_wasi_shim';

const { module, code } = workerData;
const silent = () => new ConsoleStdout(() => undefined);
for (;;) {
  const host = new WASI(['python', '-I', '-S', '-B', '-X', 'utf8', '-c', code], [], [new Fd(), silent(), silent()], {
    debug: false,
  });
  host.start(new WebAssembly.Instance(module, { wasi_snapshot_preview1: host.wasiImport }));
  parentPort.postMessage('ran');
}
