/**
 * Records that could not be processed: the envelope ({@link io.summerbeam.sdk.failure.DeadLetter}),
 * the handler they go to ({@link io.summerbeam.sdk.failure.DeadLetters}), why ({@link
 * io.summerbeam.sdk.failure.Reason}), what they may hold ({@link
 * io.summerbeam.sdk.failure.PayloadPolicy}), and how many of them stop the pipeline ({@link
 * io.summerbeam.sdk.failure.ErrorThreshold}).
 *
 * <p>A transform takes a {@code DeadLetters}, keeps the {@link
 * io.summerbeam.sdk.failure.DeadLetterFactory} of it in its DoFn, and adds the DoFn's error output
 * to the handler. A source gives the factory an {@link io.summerbeam.sdk.failure.Original}. Sinks
 * are {@code PTransform<PCollection<DeadLetter>, ?>}.
 *
 * <p>What a sink has written is looked at and replayed through a {@link
 * io.summerbeam.sdk.failure.DeadLetterStore}; replayed records go to a {@link
 * io.summerbeam.sdk.failure.ReplayTarget}. A store that cannot commit both together keeps a {@link
 * io.summerbeam.sdk.failure.LetterJournal} and replays with {@link
 * io.summerbeam.sdk.failure.JournaledReplay}. Payloads that are no plain JSON are mended through a
 * {@link io.summerbeam.sdk.failure.PayloadEditor}.
 */
package io.summerbeam.sdk.failure;
