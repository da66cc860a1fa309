import type { Redis, Result } from 'ioredis';

declare module 'ioredis' {
  // The arguments after the keys are those of each script below, in order.
  interface RedisCommander<Context> {
    boardProject(
      scores: string,
      members: string,
      updated: string,
      userId: string,
      score: number,
      member: string,
      revision: number,
      reachedAt: number,
      expireAt: number | '',
    ): Result<number, Context>;
    boardForget(members: string, userId: string): Result<number, Context>;
    boardRead(
      scores: string,
      members: string,
      updated: string,
      built: string,
      generation: string,
      offset: number,
      count: number,
      userId: string,
      around: 0 | 1,
    ): Result<unknown, Context>;
    boardBeginRebuild(
      scores: string,
      members: string,
      updated: string,
      built: string,
      lock: string,
      token: string,
      lockMs: number,
    ): Result<number, Context>;
    boardExtendRebuild(lock: string, token: string, lockMs: number): Result<number, Context>;
    boardFinishRebuild(
      built: string,
      lock: string,
      token: string,
      generation: string,
      expireAt: number | '',
    ): Result<number, Context>;
  }
}

/** Teaches a connection the scripts of the ranking. All keys of one call share a hash tag, so Redis Cluster runs them. */
export function defineRankingScripts(redis: Redis): void {
  for (const [name, { keys, lua }] of Object.entries(scripts)) redis.defineCommand(name, { numberOfKeys: keys, lua });
}

const scripts = {
  // Sets one player's line as recorded, or takes it off the board when it has no member; an older revision never undoes
  // a newer one, also of a line that is off. 1 when something changed.
  boardProject: {
    keys: 3,
    lua: `
local held = redis.call('HGET', KEYS[2], ARGV[1])
if held then
  local bar = string.find(held, '|', 1, true)
  if tonumber(string.sub(held, 1, bar - 1)) >= tonumber(ARGV[4]) then return 0 end
  if bar < string.len(held) then redis.call('ZREM', KEYS[1], string.sub(held, bar + 1)) end
end
if ARGV[3] ~= '' then redis.call('ZADD', KEYS[1], ARGV[2], ARGV[3]) end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[4] .. '|' .. ARGV[3])
if tonumber(ARGV[5]) > tonumber(redis.call('GET', KEYS[3]) or '0') then redis.call('SET', KEYS[3], ARGV[5]) end
if ARGV[6] ~= '' then
  for i = 1, 3 do redis.call('PEXPIREAT', KEYS[i], ARGV[6]) end
end
return 1`,
  },
  // Forgets a player whose line is off the board.
  boardForget: {
    keys: 1,
    lua: `
local held = redis.call('HGET', KEYS[1], ARGV[1])
if held and string.sub(held, -1) == '|' then return redis.call('HDEL', KEYS[1], ARGV[1]) end
return 0`,
  },
  // One consistent look at a board: {total, updated, offset, {member, score, …}, {member, score, rank0} or {}}.
  boardRead: {
    keys: 4,
    lua: `
if redis.call('GET', KEYS[4]) ~= ARGV[1] then return false end
local total = redis.call('ZCARD', KEYS[1])
local offset = tonumber(ARGV[2])
local count = tonumber(ARGV[3])
local viewer = {}
local held = ARGV[4] ~= '' and redis.call('HGET', KEYS[2], ARGV[4])
if held and string.sub(held, -1) ~= '|' then
  local member = string.sub(held, string.find(held, '|', 1, true) + 1)
  local rank = redis.call('ZREVRANK', KEYS[1], member)
  viewer = {member, redis.call('ZSCORE', KEYS[1], member), rank}
  if ARGV[5] == '1' then
    offset = math.max(0, math.min(rank - math.floor(count / 2), total - count))
  end
end
local entries = redis.call('ZRANGE', KEYS[1], offset, offset + count - 1, 'REV', 'WITHSCORES')
return {total, redis.call('GET', KEYS[3]) or '', offset, entries, viewer}`,
  },
  // Takes the lock and clears what may be left of the board. 0 when somebody else holds it.
  boardBeginRebuild: {
    keys: 5,
    lua: `
if not redis.call('SET', KEYS[5], ARGV[1], 'NX', 'PX', ARGV[2]) then return 0 end
redis.call('DEL', KEYS[1], KEYS[2], KEYS[3], KEYS[4])
return 1`,
  },
  boardExtendRebuild: {
    keys: 1,
    lua: `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`,
  },
  // Declares the board complete, unless the lock was lost meanwhile: then whoever holds it will.
  boardFinishRebuild: {
    keys: 2,
    lua: `
if redis.call('GET', KEYS[2]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
if ARGV[3] ~= '' then redis.call('PEXPIREAT', KEYS[1], ARGV[3]) end
redis.call('DEL', KEYS[2])
return 1`,
  },
} as const;
