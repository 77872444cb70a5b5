using Goalkeeper.Search;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>The search methods by the names that experiment files have for them.</summary>
internal static class SearchMethods
{
    private static readonly Dictionary<string, Func<IMethod>> Methods = new()
    {
        [PlanSearch.Grid] = () => new GridMethod(),
        ["random"] = () => new RandomMethod(),
        ["sobol"] = () => new SobolMethod(),
        ["tpe"] = () => new TpeMethod(),
        ["gp"] = () => new GpMethod(),
        ["bayes"] = () => new BayesMethod(new GpMethod(), new TpeMethod()),
    };

    /// <summary>The names of those that search.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Methods.Keys.Where(name => name != PlanSearch.Grid)];

    /// <summary>What a method comes to in a space, for people: which one <c>bayes</c> takes.</summary>
    public static string Describe(string name, SearchSpace space) => name != "bayes" ? name
        : BayesMethod.SuitsGp(space) ? FormattableString.Invariant($"bayes (gp for points 1 to {BayesMethod.LastOfGp}, then tpe)")
        : space.HasConditions ? "bayes (tpe, since some parameters exist only sometimes)" : "bayes (tpe, since most parameters are categories)";

    /// <summary>The method of that name.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    public static IMethod Of(string name) => Methods.TryGetValue(name, out var make)
        ? make()
        : throw new FormatException($"there is no search method `{name}`; expected a newer goalkeeper.");
}
