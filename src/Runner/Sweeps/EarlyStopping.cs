namespace Goalkeeper.Runner;

/// <summary>When a trial that is going nowhere ends before its end: <see cref="Trial.Report"/> then says not to go on. A rung is a step that it reports.</summary>
public sealed record EarlyStopping
{
    private EarlyStopping(string type, params IEnumerable<(string Key, double Number)> numbers) => Json = EarlyTermination.Of(type, numbers).ToJson();

    // As a plan has it: what is written the same is equal.
    internal string Json { get; }

    /// <summary>
    /// At each rung a trial goes on if its value there is among the best 1/<paramref name="eta"/> of those that got there (Li et al. 2018, "Hyperband",
    /// as W&amp;B has it).
    /// </summary>
    /// <param name="minIter">The first rung; each next one is <paramref name="eta"/> times as far.</param>
    /// <param name="eta">Above 1.</param>
    /// <param name="strict">Whether the value at a rung counts; else the best until there.</param>
    /// <exception cref="ArgumentException">A number is none that the rule takes.</exception>
    public static EarlyStopping Hyperband(long minIter, double eta = 3, bool strict = true) =>
        new("hyperband", ("min_iter", minIter), ("eta", eta), ("strict", strict ? 1 : 0));

    /// <summary>The same with the rungs counted from the end.</summary>
    /// <param name="maxIter">The last step of a trial.</param>
    /// <param name="s">How many rungs there are before it, at most.</param>
    /// <param name="eta">Above 1.</param>
    /// <param name="strict">Whether the value at a rung counts; else the best until there.</param>
    /// <exception cref="ArgumentException">A number is none that the rule takes.</exception>
    public static EarlyStopping HyperbandBefore(long maxIter, int s, double eta = 3, bool strict = true) =>
        new("hyperband", ("max_iter", maxIter), ("s", s), ("eta", eta), ("strict", strict ? 1 : 0));

    /// <summary>
    /// A trial goes on as long as its best value is no worse than the median of the finished trials at that step (Golovin et al. 2017, "Google
    /// Vizier", as Optuna has it).
    /// </summary>
    /// <param name="startupTrials">How many trials must have finished before any is ended.</param>
    /// <param name="warmupSteps">The step before which none is.</param>
    /// <param name="intervalSteps">Steps from one rung to the next.</param>
    /// <param name="minTrials">How many of them must have a value at a rung.</param>
    /// <exception cref="ArgumentException">A number is none that the rule takes.</exception>
    public static EarlyStopping Median(int startupTrials = 5, long warmupSteps = 0, long intervalSteps = 1, int minTrials = 1) =>
        new("median", ("n_startup_trials", startupTrials), ("n_warmup_steps", warmupSteps), ("interval_steps", intervalSteps), ("n_min_trials", minTrials));

    /// <summary>At one step the best share of the trials that got there go on.</summary>
    /// <param name="step">The step.</param>
    /// <param name="keep">The share, above 0 and below 1.</param>
    /// <param name="minTrials">How many trials must have got there before any is ended.</param>
    /// <exception cref="ArgumentException">A number is none that the rule takes.</exception>
    public static EarlyStopping Fixed(long step, double keep, int minTrials = 5) => new("fixed", ("step", step), ("keep", keep), ("n_min_trials", minTrials));

    /// <summary>"hyperband, min_iter 3, eta 3, strict true".</summary>
    public override string ToString() => EarlyTermination.Parse(Json).ToString();
}
