import { readFileSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import path from 'node:path';
import { text as readAll } from 'node:stream/consumers';
import { validate as isDeployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as isSecret } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Secret';
import { validate as isService } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as isDisruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { runCommandLine } from '#core/headless/command-line.ts';
import { systemPolicies } from '#core/policy/policy-sources.ts';
import { Monitor } from '#core/headless/monitor/monitor.ts';

const read = (file: string): string =>
  readFileSync(path.join(import.meta.dirname, '../../../deploy', file), 'utf8');
const documents = (file: string): unknown[] =>
  parseAllDocuments(read(file)).map((document) => z.unknown().parse(document.toJS()));

const container = z.object({
  args: z.array(z.string()),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })),
  livenessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
  readinessProbe: z.object({ httpGet: z.object({ path: z.string(), port: z.string() }) }),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })),
});
const deploymentSchema = z.object({
  spec: z.object({
    selector: z.object({ matchLabels: z.record(z.string(), z.string()) }),
    template: z.object({
      metadata: z.object({
        labels: z.record(z.string(), z.string()),
        annotations: z.record(z.string(), z.string()),
      }),
      spec: z.object({ terminationGracePeriodSeconds: z.number(), containers: z.tuple([container]) }),
    }),
  }),
});
const selecting = z.object({ spec: z.object({ selector: z.unknown() }) });
const serviceSchema = z.object({ spec: z.object({ ports: z.array(z.object({ targetPort: z.string() })) }) });
const gatewaySchema = z.object({
  command: z.array(z.string()),
  stop_grace_period: z.string(),
  networks: z.object({ mail: z.object({ ipv4_address: z.string() }) }),
});
const composeSchema = z.object({
  services: z.object({
    one: gatewaySchema,
    two: gatewaySchema,
    haproxy: gatewaySchema.pick({ networks: true }).extend({ ports: z.array(z.string()) }),
  }),
});

/** What `serve` is started with, by the names of the options. */
const optionsOf = (args: readonly string[]): ReadonlyMap<string, string> =>
  new Map(args.slice(1).map((word) => [word.split('=')[0] ?? '', word.slice(word.indexOf('=') + 1)]));
const portOf = (place = ''): string => place.slice(place.lastIndexOf(':') + 1);

const containerfile = read('Containerfile');
const ports = /^EXPOSE (.*)$/m.exec(containerfile)?.[1]?.split(' ') ?? [];
const [deployment, budget, service] = documents('kubernetes/gateway.yaml');
const haproxy = read('haproxy/haproxy.cfg');
let help = '';
beforeAll(async () => {
  const [output, input] = [new PassThrough(), new PassThrough()];
  await runCommandLine(['serve', '--help'], { input, output, errors: output });
  output.end();
  help = await readAll(output);
});

/** Every option is one of `serve`, and a stop has the time that the options give it. */
function expectStarts(args: readonly string[], grace: number): ReadonlyMap<string, string> {
  const options = optionsOf(args);
  expect(args[0]).toBe('serve');
  for (const name of options.keys()) expect(help).toMatch(new RegExp(`^ {2}${name} `, 'm'));
  expect(grace).toBeGreaterThan(Number(options.get('--drain-notice')) + Number(options.get('--drain')) + 1.5);
  return options;
}

/** The path of a probe is one that the monitor has; before it serves, only life is to be seen. */
async function expectAnswers(paths: readonly (readonly [path: string, status: number])[]): Promise<void> {
  const monitor = await Monitor.open({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => monitor.close());
  for (const [at, status] of paths)
    expect([at, (await fetch(`${monitor.address}${at}`)).status]).toEqual([at, status]);
}

describe('the manifests for Kubernetes', () => {
  test('are what Kubernetes takes', () => {
    expect([isDeployment(deployment), isDisruptionBudget(budget), isService(service)]).toEqual([
      true,
      true,
      true,
    ]);
    const secrets = documents('kubernetes/secrets.yaml');
    expect(secrets).toHaveLength(2);
    for (const secret of secrets) expect(isSecret(secret)).toBe(true);
    const wrong: unknown = parse('{ apiVersion: apps/v1, kind: Deployment, spec: { replicas: two } }');
    expect(isDeployment(wrong)).toBe(false);
  });

  test('start, probe and stop the gateway by options, ports and paths that it has', async () => {
    const { template, selector } = deploymentSchema.parse(deployment).spec;
    const { containers, terminationGracePeriodSeconds } = template.spec;
    const [gateway] = containers;
    const options = expectStarts(gateway.args, terminationGracePeriodSeconds);
    const named = Object.fromEntries(gateway.ports.map((one) => [one.name, String(one.containerPort)]));
    for (const [name, port] of Object.entries(named)) expect(portOf(options.get(`--${name}`))).toBe(port);
    expect(Object.values(named)).toEqual(ports);
    expect(template.metadata.annotations['prometheus.io/port']).toBe(named['monitor']);
    const { livenessProbe: life, readinessProbe: readiness } = gateway;
    expect([life.httpGet.port, readiness.httpGet.port]).toEqual(['monitor', 'monitor']);
    await expectAnswers([
      [life.httpGet.path, 200],
      [readiness.httpGet.path, 503],
    ]);
    for (const { targetPort } of serviceSchema.parse(service).spec.ports)
      expect(named).toHaveProperty(targetPort);
    const labels = { matchLabels: template.metadata.labels };
    expect(selector).toEqual(labels);
    expect(selecting.parse(budget).spec.selector).toEqual(labels);
    expect(selecting.parse(service).spec.selector).toEqual(labels.matchLabels);
  });
});

test('the data folder of a container is one that its process makes in the volume, as Kubernetes makes that as root', () => {
  const [, dataFolder = ''] = / --data (\S+) "\$@"/.exec(containerfile) ?? [];
  const { containers } = deploymentSchema.parse(deployment).spec.template.spec;
  const data = containers[0].volumeMounts.find(({ name }) => name === 'data');
  for (const volume of [/^VOLUME (.*)$/m.exec(containerfile)?.[1], data?.mountPath])
    expect(path.dirname(dataFolder)).toBe(volume);
});

test('the container asks and offers the ports that it is started with', () => {
  const [, command = ''] = /^CMD (\[.*\])$/m.exec(containerfile) ?? [];
  const words = z.array(z.string()).parse(JSON.parse(command));
  const numbers = words.map(portOf).filter((word) => /^\d{4}$/.test(word));
  expect(numbers).toEqual(ports);
  const [, asked] = /\/dev\/tcp\/127\.0\.0\.1\/(\d+)/.exec(containerfile) ?? [];
  expect(`0.0.0.0:${asked ?? ''}`).toBe(words[words.indexOf('--monitor') + 1]);
});

test('the service of Windows keeps nothing in the folder of the policy, which only administrators may write', () => {
  const [, dataFolder = ''] = / serve --data "([^"]*)"/.exec(read('windows/mailwicket-service.xml')) ?? [];
  const [policy] = systemPolicies('win32', { ProgramData: '%ProgramData%' });
  const way = path.win32.relative(path.win32.dirname(policy?.name ?? ''), dataFolder);
  expect(way).toBe(String.raw`..\Mailwicket Service`);
  const documented = readFileSync(path.join(import.meta.dirname, '../../../docs/service.md'), 'utf8');
  expect(documented).toContain(`with its data in \`${dataFolder}\``);
});

test('the gateways of the compose file are where HAProxy looks for them', async () => {
  const { services } = composeSchema.parse(parse(read('compose.yaml'), { merge: true }));
  const [, monitor] = /^ {2}default-server check port (\d+) /m.exec(haproxy) ?? [];
  for (const [name, { command, stop_grace_period: grace, networks }] of Object.entries({
    one: services.one,
    two: services.two,
  })) {
    const options = expectStarts(command, Number.parseInt(grace, 10));
    expect(portOf(options.get('--monitor'))).toBe(monitor);
    expect(options.get('--proxy-from')).toBe(services.haproxy.networks.mail.ipv4_address);
    const at = networks.mail.ipv4_address;
    for (const port of ['--imaps', '--smtps'])
      expect(haproxy).toContain(`  server ${name} ${at}:${options.get(port) ?? ''} send-proxy-v2\n`);
  }
  const bound = [...haproxy.matchAll(/^ {2}bind :(\d+)$/gm)].map(([, port = '']) => `${port}:${port}`);
  expect(services.haproxy.ports).toEqual(bound);
  const [, asked = ''] = /option httpchk GET (\S+)/.exec(haproxy) ?? [];
  await expectAnswers([[asked, 503]]);
});
