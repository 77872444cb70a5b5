using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>The environment variables by which a program is told of its trial.</summary>
internal static class ProgramEnvironment
{
    private const string ParameterPrefix = "GOALKEEPER_PARAM_";

    /// <summary>The variable of a parameter: what is not a letter, a digit or <c>_</c> becomes <c>_</c>.</summary>
    public static string VariableOf(string parameter) =>
        ParameterPrefix + string.Concat(parameter.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    /// <summary>Checks that every parameter has a variable of its own.</summary>
    /// <exception cref="UserErrorException">Two names become one.</exception>
    public static void CheckParameters(IEnumerable<string> parameters)
    {
        foreach (var same in parameters.GroupBy(VariableOf).Where(g => g.Count() > 1))
        {
            throw new UserErrorException(
                $"parameters: {string.Join(" and ", same.Select(name => $"`{name}`"))} would both be {same.Key} in the program's environment; rename one");
        }
    }

    /// <summary>Checks what the user adds. Values may be secret: no message has one.</summary>
    /// <exception cref="UserErrorException">A name that no variable can have, or one that is Goalkeeper's.</exception>
    public static void CheckAdditions(IReadOnlyDictionary<string, string> additions)
    {
        foreach (var (name, value) in additions)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0')) throw new UserErrorException($"env: `{name}` can be no variable's name");
            if (value.Contains('\0', StringComparison.Ordinal)) throw new UserErrorException($"env: the value of `{name}` has a NUL character, which ends it");
            if (IsOurs(name)) throw new UserErrorException($"env: `{name}` is set by Goalkeeper; choose another name");
        }
    }

    /// <summary>All of a program's environment: Goalkeeper's own, the user's additions, and what it is told of the trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="inherited">Goalkeeper's own.</param>
    /// <param name="additions">The user's.</param>
    public static IReadOnlyDictionary<string, string> Of(
        ProgramTrial trial, IReadOnlyDictionary<string, string> inherited, IReadOnlyDictionary<string, string> additions)
    {
        // A sweep may be run by a trial of another.
        var all = inherited.Where(v => !IsOurs(v.Key)).ToDictionary();
        foreach (var (name, value) in additions) all[name] = value;
        foreach (var (name, value) in trial.Values) all[VariableOf(name)] = ProgramTrial.Text(value);
        all["GOALKEEPER_PARAMS"] = trial.Folder.Parameters;
        all["GOALKEEPER_METRICS"] = trial.Folder.Metrics;
        all["GOALKEEPER_STOP"] = trial.Folder.Stop;
        all["GOALKEEPER_TRIAL_DIR"] = trial.Folder.Path;
        all["GOALKEEPER_SWEEP"] = trial.Sweep;
        all["GOALKEEPER_TRIAL"] = trial.Number.ToString(CultureInfo.InvariantCulture);
        all["GOALKEEPER_SEED"] = trial.Seed.ToString(CultureInfo.InvariantCulture);
        if (trial.Gpus is not null) all["CUDA_VISIBLE_DEVICES"] = trial.Gpus;
        return all;
    }

    /// <summary>Whether Goalkeeper sets the variable.</summary>
    public static bool IsOurs(string name) =>
        name.StartsWith(ParameterPrefix, StringComparison.Ordinal)
        || name is "GOALKEEPER_PARAMS" or "GOALKEEPER_METRICS" or "GOALKEEPER_STOP" or "GOALKEEPER_TRIAL_DIR" or "GOALKEEPER_SWEEP" or "GOALKEEPER_TRIAL" or "GOALKEEPER_SEED";
}
