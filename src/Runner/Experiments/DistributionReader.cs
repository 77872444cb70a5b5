using System.Globalization;

namespace Goalkeeper.Runner;

/// <summary>Reads how a parameter's values are distributed, as W&amp;B's sweep files say it.</summary>
internal static class DistributionReader
{
    /// <summary>What a parameter may say besides its values.</summary>
    public static readonly IReadOnlyList<string> AllKeys = ["distribution", "min", "max", "mu", "sigma", "a", "b", "q"];

    private const string Example = "{min: 0.001, max: 0.1, distribution: log_uniform_values}";

    private static readonly Dictionary<string, string[]> KeysOf = new()
    {
        ["int_uniform"] = ["min", "max"],
        ["uniform"] = ["min", "max"],
        ["q_uniform"] = ["min", "max", "q"],
        ["log_uniform"] = ["min", "max"],
        ["log_uniform_values"] = ["min", "max"],
        ["q_log_uniform"] = ["min", "max", "q"],
        ["q_log_uniform_values"] = ["min", "max", "q"],
        ["inv_log_uniform"] = ["min", "max"],
        ["inv_log_uniform_values"] = ["min", "max"],
        ["normal"] = ["mu", "sigma"],
        ["q_normal"] = ["mu", "sigma", "q"],
        ["log_normal"] = ["mu", "sigma"],
        ["q_log_normal"] = ["mu", "sigma", "q"],
        ["beta"] = ["a", "b"],
        ["q_beta"] = ["a", "b", "q"],
    };

    // Beyond these all that a beta distribution has is 0 and 1, or one number, and to find another takes long.
    private const double LeastOfBeta = 0.01, MostOfBeta = 10_000;

    private static readonly Dictionary<string, double> Defaults = new() { ["mu"] = 0, ["sigma"] = 1, ["a"] = 1, ["b"] = 1, ["q"] = 1 };

    /// <summary>The numbers that a distribution has, or null: there is none of that name.</summary>
    public static IReadOnlyList<string>? Keys(string distribution) => KeysOf.GetValueOrDefault(distribution);

    /// <summary>Reads one.</summary>
    /// <param name="setting">The parameter.</param>
    /// <param name="map">What stands there.</param>
    /// <exception cref="ExperimentException">It is none, or one whose values the setting cannot have.</exception>
    public static ParameterDistribution Read(Setting setting, YamlMap map)
    {
        map.WithKeys($" of {setting.Name}", AllKeys, []);
        if (map["distribution"] is YamlText { Text: "categorical" or "constant" } listed)
        {
            var (missing, expected) = listed.Text == "constant" ? ("value", "{value: …}") : ("values", "{values: […]}");
            throw new ExperimentException(listed.At, $"{setting.Name} is {listed.Text} and has no {missing}; expected {expected}, or a range such as {Example}");
        }
        var name = map["distribution"] is { } word ? word.AsChoice($"distribution of {setting.Name}", [.. KeysOf.Keys])
            : map["min"] is null && map["max"] is null ? throw map.Unexpected(setting.Name, $"a list of values, or a range such as {Example}")
            : IsWhole(map["min"]) && IsWhole(map["max"]) ? "int_uniform"
            : "uniform";
        var keys = KeysOf[name];
        if (map.Except([.. keys, "distribution"]).Select(e => e.Key).FirstOrDefault() is { } other)
            throw new ExperimentException(other.At, $"{setting.Name}: {name} has no `{other.Text}`; expected {string.Join(", ", keys)}");
        var distribution = new ParameterDistribution(
            name, new OrderedDictionary<string, double>(keys.Select(key => KeyValuePair.Create(key, Number(setting, map, key, name)))));
        Check(setting, map, distribution);
        return distribution;
    }

    private static double Number(Setting setting, YamlMap map, string key, string distribution) => map[key] switch
    {
        null => Defaults.TryGetValue(key, out var number)
            ? number
            : throw new ExperimentException(map.At, $"{setting.Name} has no {key}; {distribution} goes from `min` to `max`"),
        YamlText { Number: { } number } => number,
        var value => throw value.Unexpected($"{key} of {setting.Name}", "a number"),
    };

    private static void Check(Setting setting, YamlMap map, ParameterDistribution distribution)
    {
        var (name, numbers) = (distribution.Name, distribution.Numbers);
        if (numbers.TryGetValue("min", out var min))
        {
            var max = numbers["max"];
            if (min >= max) throw Wrong("max", Invariant($"min of {setting.Name} is {min:R}, and max {max:R}; expected a larger max"));
            if (!double.IsFinite(max - min)) throw Wrong("max", Invariant($"{setting.Name} goes from {min:R} to {max:R}, wider than numbers are; expected a narrower range"));
            if (map["distribution"] is null && ((string[])["min", "max"]).FirstOrDefault(key => map[key] is YamlText text && HasDigitsAlone(text) && !IsWhole(text)) is { } large)
                throw Wrong(large, Invariant($"{large} of {setting.Name} is {numbers[large]:R}; expected whole numbers below 10^15, or for any number between `distribution: uniform`"));
            if (name == "int_uniform" && !(IsWhole(map["min"]) && IsWhole(map["max"])))
                throw Wrong(IsWhole(map["min"]) ? "max" : "min", $"{setting.Name} is int_uniform; expected whole numbers below 10^15 for min and max");
            if (name.Contains("log_uniform_values", StringComparison.Ordinal) && min <= 0)
                throw Wrong("min", Invariant($"min of {setting.Name} is {min:R}, which has no logarithm; expected a number above 0"));
            if (name.EndsWith("log_uniform", StringComparison.Ordinal) && Math.Max(Math.Abs(min), Math.Abs(max)) > 700)
                throw Wrong("max", Invariant($"min and max of {setting.Name} are exponents of e, {min:R} and {max:R}; expected numbers up to 700, or {name}_values"));
        }
        foreach (var (key, number) in numbers.Where(n => n.Key is "sigma" or "q" && n.Value <= 0))
            throw Wrong(key, Invariant($"{key} of {setting.Name} is {number:R}; expected a number above 0"));
        foreach (var (key, number) in numbers.Where(n => n.Key is "a" or "b" && n.Value is not (>= LeastOfBeta and <= MostOfBeta)))
            throw Wrong(key, Invariant($"{key} of {setting.Name} is {number:R}; expected a number from {LeastOfBeta} to {MostOfBeta}"));
        var domain = distribution.Domain;
        if (numbers.TryGetValue("q", out var step) && domain.Count == 1)
            throw Wrong("q", Invariant($"q of {setting.Name} is {step:R}, larger than its range; expected a smaller step"));
        // The ends of what may come, and what lies between: a setting that takes these takes all.
        foreach (var u in (double[])[1e-16, 1e-9, 0.5, 0.3141, 1 - 1e-9, 1 - 1.2e-16])
        {
            if (!double.IsFinite(domain.Value(u))) throw Wrong("distribution", $"{setting.Name} would come to be larger than numbers are; expected a narrower distribution");
            var value = SettingValue.Of(domain.Value(u));
            if (setting.Takes(value)) continue;
            var at = map["distribution"] ?? map;
            throw new ExperimentException(at.At, $"{setting.Name} would come to be {value}; expected {setting.Expected}");
        }

        ExperimentException Wrong(string key, string message) => new((map[key] ?? map).At, message);
    }

    /// <summary>What a person probably did not mean, or null.</summary>
    public static string? Slip(string parameter, ParameterDistribution? distribution)
    {
        if (distribution is null || !distribution.Name.EndsWith("log_uniform", StringComparison.Ordinal)) return null;
        var (min, max) = (distribution.Numbers["min"], distribution.Numbers["max"]);
        if (min <= 0 || max > 1) return null;
        var (low, high) = (distribution.Domain.Value(1e-9), distribution.Domain.Value(1 - 1e-9));
        return Invariant($"{parameter}: the bounds of {distribution.Name} are exponents of e, so that it goes from {low:G4} to {high:G4}; ")
            + Invariant($"{distribution.Name}_values goes from {min:R} to {max:R}");
    }

    // Above, there are no halves between whole numbers for the chances of each.
    private static bool IsWhole(YamlValue? value) => value is YamlText { Number: { } number } text && Math.Abs(number) < 1e15 && HasDigitsAlone(text);

    private static bool HasDigitsAlone(YamlText text) => text.Number is { } number && number == Math.Floor(number) && text.Text.IndexOfAny(['.', 'e', 'E']) < 0;

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
