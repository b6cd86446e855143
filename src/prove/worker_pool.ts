/** Trials on as many workers as there are cores. */
import type { Trial } from "./trial.ts";
import type { Order, TrialDone } from "./worker.ts";

const atOnce = 6; // our choice: trials of one worker, which wait more than they work

/** Executes all orders; calls `onTrial` with the place of each order and its trial as it ends. */
export async function runTrials(
  orders: readonly Omit<Order, "number">[],
  onTrial: (place: number, trial: Trial) => void,
): Promise<Trial[]> {
  const trials = new Map<number, Trial>();
  const places = [...orders.keys()];
  const isLong = (place: number) => orders[place]?.isLong ?? false;
  const queue = [...places.filter(isLong), ...places.filter((place) => !isLong(place))];
  const workers = Array.from({ length: Math.min(navigator.hardwareConcurrency, orders.length) }, () => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    const isDone = new Promise<void>((resolve, reject) => {
      let open = 0;
      const order = () => {
        const number = queue.shift();
        const each = number === undefined ? undefined : orders[number];
        if (number === undefined || each === undefined) {
          if (open === 0) resolve();
          return;
        }
        open++;
        worker.postMessage({ ...each, number } satisfies Order);
      };
      worker.onmessage = ({ data }: MessageEvent<TrialDone>) => {
        open--;
        trials.set(data.number, data.trial);
        onTrial(data.number, data.trial);
        order();
      };
      worker.onerror = (event) => reject(new Error(event.message));
      for (let slot = 0; slot < atOnce; slot++) order();
    });
    return isDone.finally(() => worker.terminate());
  });
  await Promise.all(workers);
  return orders.flatMap((_, number) => trials.get(number) ?? []);
}
