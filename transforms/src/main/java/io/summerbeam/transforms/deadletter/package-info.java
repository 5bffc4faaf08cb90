/**
 * Dead letters that come back: {@link io.summerbeam.transforms.deadletter.Replay} brings those of
 * any {@link io.summerbeam.sdk.failure.DeadLetterStore} to any {@link
 * io.summerbeam.sdk.failure.ReplayTarget}, mended by a {@link
 * io.summerbeam.transforms.deadletter.LetterEdit} where they need it. {@link
 * io.summerbeam.transforms.deadletter.ReplayDeadLetters} is the same as a transform.
 */
package io.summerbeam.transforms.deadletter;
