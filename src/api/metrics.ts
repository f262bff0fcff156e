/** Metrics for Prometheus: requests by endpoint, the snapshot served, the process. */
import type { MiddlewareHandler } from 'hono'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Env } from './endpoint.ts'
import type { View } from './snapshot-holder.ts'

export interface ApiMetrics {
  readonly observe: MiddlewareHandler<Env>
  /** The text that Prometheus reads. */
  text(view: View): Promise<string>
  readonly contentType: string
}

export function apiMetrics(): ApiMetrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'claimscope_' })
  const labelNames = ['method', 'route', 'status'] as const
  const requests = new Counter({
    name: 'claimscope_http_requests_total',
    help: 'requests answered',
    labelNames,
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'claimscope_http_request_seconds',
    help: 'time to answer',
    labelNames,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const snapshot = new Gauge({
    name: 'claimscope_snapshot_created_seconds',
    help: 'when the snapshot being served was made, as Unix time',
    labelNames: ['book', 'snapshot'] as const,
    registers: [registry],
  })
  return {
    contentType: registry.contentType,
    async observe(c, next) {
      const start = performance.now()
      await next()
      // The pattern and not the path: ids would make a series each.
      const labels = {
        method: c.req.method,
        route: c.get('route') ?? 'other',
        status: String(c.res.status),
      }
      requests.inc(labels)
      seconds.observe(labels, (performance.now() - start) / 1000)
    },
    async text({ manifest }) {
      snapshot.reset()
      snapshot.set({ book: manifest.book, snapshot: manifest.id }, Date.parse(manifest.createdAt) / 1000)
      return registry.metrics()
    },
  }
}
