/**
 * What chooses, checks, starts and watches a runner.
 *
 * <ul>
 *   <li>{@link io.summerbeam.runners.Job}: a pipeline that can be started by its name; {@link
 *       io.summerbeam.runners.Launcher} is the command line over a list of them; {@link
 *       io.summerbeam.runners.FileArguments} is what a job checks of the files it is given. A
 *       {@link io.summerbeam.runners.Command} is what the command line does without a pipeline.
 *   <li>{@link io.summerbeam.runners.RunnerProfile}: what a runner module tells about its runner:
 *       good defaults, and what it can do ({@link io.summerbeam.runners.RunnerCapabilities}).
 *   <li>{@link io.summerbeam.runners.Preflight}: refuses a pipeline that the chosen runner cannot
 *       run, before it is submitted, by the transform's name and with the alternative.
 * </ul>
 *
 * <p>Nothing here knows a runner; the modules beside this one do.
 */
package io.summerbeam.runners;
