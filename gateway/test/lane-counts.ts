/** What has become of requests that began in the fast lane, so far. */
export interface LaneCounts {
  readonly answered: number;
  readonly handedOver: number;
}

/** As a gateway tells it at its port for operations. */
export async function laneCounts(opsPort: number): Promise<LaneCounts> {
  const text = await (await fetch(`http://127.0.0.1:${opsPort}/metrics`)).text();
  const count = (outcome: string) =>
    Number(new RegExp(`^gateway_fast_lane_requests_total\\{outcome="${outcome}".*\\} (\\d+)$`, 'm').exec(text)?.[1]);
  return { answered: count('answered'), handedOver: count('handed_over') };
}
