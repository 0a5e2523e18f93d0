import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Argument, Command, Option } from 'commander'
import { commandLine, main } from '../../src/cli.js'
import { PROJECT_ROOT } from '../../src/config.js'

export type Ran = { status: number | null; signal: NodeJS.Signals | null; out: string; err: string }

/** Runs a command line in this process, with what it writes caught. */
export async function inProcess(args: string[]): Promise<Pick<Ran, 'status' | 'out' | 'err'>> {
  const [out, err]: [string[], string[]] = [[], []]
  const streams = [
    [process.stdout, out],
    [process.stderr, err],
  ] as const
  const writes = streams.map(([stream]) => stream.write)
  for (const [stream, list] of streams)
    stream.write = ((text: string) => list.push(String(text)) > 0) as typeof stream.write
  try {
    const status = await main(args)
    return { status, out: out.join(''), err: err.join('') }
  } finally {
    for (const [index, [stream]] of streams.entries()) stream.write = writes[index] as typeof stream.write
  }
}

/** Starts the program as an operator does; `node` goes to Node itself. */
export function started(
  args: string[],
  { env, cwd, node = [] }: { env: Record<string, string>; cwd: string; node?: string[] },
): { child: ChildProcess; ran: Promise<Ran>; said: (words: string) => Promise<void> } {
  const child = spawn(process.execPath, [...node, join(PROJECT_ROOT, 'src', 'launch.js'), ...args], {
    cwd,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [out, err] = ['', '']
  let listening = () => {}
  child.stdout.on('data', chunk => {
    out += chunk
  })
  child.stderr.on('data', chunk => {
    err += chunk
    listening()
  })
  const ran = new Promise<Ran>(resolve =>
    child.once('close', (status, signal) => resolve({ status, signal, out, err })),
  )
  /** Resolves once it has said so on stderr; rejects when it ends before. */
  const said = (words: string) =>
    new Promise<void>((resolve, reject) => {
      listening = () => err.includes(words) && resolve()
      listening()
      ran.then(() => reject(new Error(`it ended without saying "${words}": ${err}`)))
    })
  return { child, ran, said }
}

/** Every command of the program, with arguments and options that it takes. */
export function everyCommand(file: string): { name: string; args: string[] }[] {
  return all(commandLine(() => {}).program, []).map(({ path, command }) => ({
    name: path.join(' '),
    args: [...path, ...argumentsOf(command, file), ...optionsOf(command, file)],
  }))
}

/** Those that do something themselves. */
function all(parent: Command, above: string[]): { path: string[]; command: Command }[] {
  return parent.commands.flatMap(command => {
    const path = [...above, command.name()]
    const own = command as Command & { _actionHandler: unknown }
    return [...(own._actionHandler ? [{ path, command }] : []), ...all(command, path)]
  })
}

const SAMPLES: Record<string, string> = { edition: '2026-W48', delivery: 'd', id: '1', 'follow-up': '1' }

const argumentsOf = (command: Command, file: string): string[] =>
  command.registeredArguments.map((argument: Argument) =>
    argument.name() === 'file' ? file : (SAMPLES[argument.name()] ?? 'x'),
  )

function optionsOf(command: Command, file: string): string[] {
  return command.options
    .filter(({ mandatory }) => mandatory)
    .flatMap(option => [option.long ?? '', sampleOf(option, file)])
}

function sampleOf(option: Option, file: string): string {
  if (option.argChoices) return option.argChoices[0] ?? ''
  if (/<(file|dir)>/.test(option.flags)) return option.long === '--docx' ? `${file}.docx` : file
  if (/<url>/i.test(option.flags)) return 'postgres://u:hunter2-secret@127.0.0.1:1/x'
  return /<accepted\|/.test(option.flags) ? 'accepted' : 'a@b.example'
}
