/**
 * Redis: {@link io.summerbeam.io.redis.RedisLookup} asks for many keys at once, whose values are
 * hashes, JSON or texts. Passwords are references.
 */
package io.summerbeam.io.redis;
