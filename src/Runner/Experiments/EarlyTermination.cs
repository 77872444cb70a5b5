using System.Text.Json;
using Goalkeeper.Search;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>When trials are ended early, in the words of experiment files: a rule and its numbers, none left out.</summary>
/// <param name="Type"><c>hyperband</c>, <c>median</c> or <c>fixed</c>.</param>
/// <param name="Numbers">By their keys; a flag is 0 or 1.</param>
internal sealed record EarlyTermination(string Type, IReadOnlyDictionary<string, double> Numbers)
{
    private const string NoRung = "max_iter / eta is below 1, so that no rung is left; expected a larger max_iter, or min_iter";

    private static readonly Dictionary<string, Key[]> KeysOf = new()
    {
        ["hyperband"] = [Key.Steps("min_iter", null), Key.Steps("max_iter", null), Key.Count("s", null), new("eta", 3, "a number from 1.001 to 10^15", n => n is >= 1.001 and <= 1e15), Key.Flag("strict", usual: true)],
        ["median"] = [Key.Count("n_startup_trials", 5, least: 0), Key.Steps("n_warmup_steps", 0, least: 0), Key.Steps("interval_steps", 1), Key.Count("n_min_trials", 1)],
        ["fixed"] = [Key.Steps("step", null), new("keep", null, "a share such as 0.25", n => n is > 0 and < 1), Key.Count("n_min_trials", 5)],
    };

    /// <summary>The rule.</summary>
    public IStoppingRule Rule => field ??= Type switch
    {
        "hyperband" => new HyperbandRule(Rungs, Numbers["eta"], Numbers["strict"] != 0),
        "median" => new MedianRule((int)Numbers["n_startup_trials"], (long)Numbers["n_warmup_steps"], (long)Numbers["interval_steps"], (int)Numbers["n_min_trials"]),
        _ => new FixedRule((long)Numbers["step"], Numbers["keep"], (int)Numbers["n_min_trials"]),
    };

    private bool HasRungs => Type != "hyperband" || Rungs.Count > 0;

    private IReadOnlyList<long> Rungs => Numbers.TryGetValue("min_iter", out var first)
        ? HyperbandRule.From((long)first, Numbers["eta"])
        : HyperbandRule.Before((long)Numbers["max_iter"], Numbers["eta"], (int)Numbers["s"]);

    /// <summary>Reads what an experiment file says.</summary>
    /// <exception cref="ExperimentException">It is none.</exception>
    public static EarlyTermination Read(YamlValue value)
    {
        if (value is not YamlMap map || map["type"] is not { } type)
            throw value.Unexpected("early_terminate", $"a rule such as {{type: hyperband, min_iter: 3}}; the types are {string.Join(", ", KeysOf.Keys)}");
        var name = type.AsChoice("type of early_terminate", [.. KeysOf.Keys]);
        var keys = KeysOf[name];
        map.WithKeys($" of {name}", [.. keys.Select(key => key.Name), "type"], []);
        var numbers = new OrderedDictionary<string, double>();
        foreach (var key in keys)
        {
            if ((map[key.Name] is { } item ? key.Read(item) : key.Usual) is { } number) numbers[key.Name] = number;
        }
        if (name == "hyperband") CheckHyperband(map, numbers);
        else if (keys.FirstOrDefault(key => !numbers.ContainsKey(key.Name)) is { } missing)
            throw new ExperimentException(map.At, $"{name} has no {missing.Name}; expected {missing.Expected}");
        var rule = new EarlyTermination(name, numbers);
        return rule.HasRungs ? rule : throw new ExperimentException(map.At, NoRung);
    }

    /// <summary>The rule of some numbers, of which none that it needs is left out.</summary>
    /// <exception cref="ArgumentException">One is none that the rule takes.</exception>
    public static EarlyTermination Of(string type, IEnumerable<(string Key, double Number)> numbers)
    {
        var given = new OrderedDictionary<string, double>(numbers.Select(n => KeyValuePair.Create(n.Key, n.Number)));
        foreach (var (name, number) in given)
        {
            if (Array.Find(KeysOf[type], key => key.Name == name) is { } key && !key.Takes(number))
                throw new ArgumentException(FormattableString.Invariant($"{name} of {type} is {number}; expected {key.Expected}."));
        }
        var rule = new EarlyTermination(type, given);
        return rule.HasRungs ? rule : throw new ArgumentException($"{NoRung}.");
    }

    /// <summary>That of a plan; null where no trial is ended early.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static EarlyTermination? Of(SweepPlan plan) => plan.Search?.EarlyTerminate is { } rule ? Parse(rule) : null;

    /// <summary>Canonical JSON, as plans hold it.</summary>
    public string ToJson() => $"{{{string.Join(',', Numbers.Select(n => $"\"{n.Key}\":{Text(n)}").Prepend($"\"type\":\"{Type}\""))}}}";

    /// <summary>What <see cref="ToJson"/> has written.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static EarlyTermination Parse(string json)
    {
        var rule = JsonElement.Parse(json);
        var type = rule.GetProperty("type").GetString()!;
        var numbers = new OrderedDictionary<string, double>(rule.EnumerateObject().Where(p => p.Name != "type").Select(p => KeyValuePair.Create(p.Name, Number(p.Value))));
        return KeysOf.TryGetValue(type, out var keys) && numbers.All(n => Array.Exists(keys, key => key.Name == n.Key && key.Takes(n.Value)))
            ? new EarlyTermination(type, numbers)
            : throw new FormatException($"{json} is no stopping rule.");
    }

    /// <summary>"hyperband, min_iter 3, eta 3, strict true".</summary>
    public override string ToString() => string.Join(", ", Numbers.Select(n => $"{n.Key} {Text(n)}").Prepend(Type));

    private string Text(KeyValuePair<string, double> number) => Array.Find(KeysOf[Type], key => key.Name == number.Key)!.IsFlag
        ? number.Value != 0 ? "true" : "false"
        : SettingValue.Of(number.Value).Json;

    private static double Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        _ => value.GetDouble(),
    };

    private static void CheckHyperband(YamlMap map, OrderedDictionary<string, double> numbers)
    {
        if (numbers.ContainsKey("min_iter") == numbers.ContainsKey("max_iter"))
            throw new ExperimentException(map.At, "hyperband has one of two beginnings; expected min_iter, the first rung, or max_iter with s, the number of rungs before that end");
        if (numbers.ContainsKey("s") == numbers.ContainsKey("min_iter"))
            throw new ExperimentException((map["s"] ?? map).At, "s is the number of rungs before max_iter; expected it with max_iter, and only there");
    }

    private sealed record Key(string Name, double? Usual, string Expected, Func<double, bool> Takes)
    {
        public static Key Steps(string name, double? usual, int least = 1) =>
            new(name, usual, $"a step, a whole number from {least} to 10^15", n => n >= least && n <= 1e15 && n == Math.Floor(n));

        public static Key Count(string name, double? usual, int least = 1) =>
            new(name, usual, FormattableString.Invariant($"a whole number from {least} to {int.MaxValue}"), n => n >= least && n <= int.MaxValue && n == Math.Floor(n));

        public static Key Flag(string name, bool usual) => new(name, usual ? 1 : 0, "true or false", n => n is 0 or 1) { IsFlag = true };

        public bool IsFlag { get; private init; }

        public double Read(YamlValue value)
        {
            if (IsFlag) return value.AsFlag(Name) ? 1 : 0;
            return value is YamlText { Number: { } number } && Takes(number) ? number : throw value.Unexpected(Name, Expected);
        }
    }
}
