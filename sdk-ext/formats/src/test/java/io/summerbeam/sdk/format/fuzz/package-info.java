/**
 * What a decoder does with any bytes. {@code FuzzMain} looks for new inputs with a fuzzer that
 * watches which code they reach, and keeps those that reach more; {@code CorpusTest} replays what
 * was kept. Nothing here is for another test.
 */
package io.summerbeam.sdk.format.fuzz;
