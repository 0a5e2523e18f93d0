import { habitLines } from './habits.js'
import { LOOKS } from './looks.js'

const HEAD = `# The desk

What an editor, an approver, a SPOC and a head open on Monday: plain pages, in French and Dutch, on a desktop and a phone, by day and by night, with or without script.
Who may open and do what: [operating/access.md](operating/access.md). \`npm run pictures\` writes this page and takes its pictures anew, from the weeks of the samples.

## The habits of the week

Each with its clicks from my desk (\`/\`), on the French pages. A test clicks them.

| Habit | Who | Clicks | Page | Way |
| --- | --- | ---: | --- | --- |`

/** docs/desk.md: the habits, and each page by day, with links to it by night and on a phone. */
export const deskPage = (): string =>
  [
    HEAD,
    ...habitLines(),
    '\n## The pages',
    ...LOOKS.map(({ name, says, who, route }) =>
      [
        `\n### ${says[0]?.toUpperCase()}${says.slice(1)}`,
        `\n\`${route}\`${who === 'nobody' ? '' : `, as ${/^[aeiou]/.test(who) ? 'an' : 'a'} ${who} sees it`}: [by day](desk/${name}.png), [by night](desk/${name}-dark.png), [on a phone](desk/${name}-375.png)`,
        `\n<img src="desk/${name}.png" width="640" alt="${says}">`,
      ].join('\n'),
    ),
    '',
  ].join('\n')
