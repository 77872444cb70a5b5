using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What settings of networks, and the keys they stand under, are called elsewhere: in papers, notebooks and other tools.</summary>
internal static class OtherNames
{
    private static readonly Dictionary<string, string> Meanings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lr"] = "learning_rate",
        ["alpha"] = "learning_rate",
        ["eta"] = "learning_rate",
        ["step_size"] = "learning_rate",
        ["epochs"] = "iterations",
        ["epoch"] = "iterations",
        ["num_epochs"] = "iterations",
        ["num_iterations"] = "iterations",
        ["max_iter"] = "iterations",
        ["steps"] = "iterations",
        ["dropout"] = "keep_prob",
        ["dropout_rate"] = "keep_prob",
        ["keep"] = "keep_prob",
        ["lambd"] = "lambda",
        ["l2"] = "lambda",
        ["reg"] = "lambda",
        ["weight_decay"] = "lambda",
        ["regularization"] = "lambda",
        ["layers"] = "hidden",
        ["layer_sizes"] = "hidden",
        ["layers_dims"] = "hidden",
        ["hidden_layers"] = "hidden",
        ["hidden_layer_sizes"] = "hidden",
        ["hidden_size"] = "hidden",
        ["hidden_units"] = "hidden",
        ["n_h"] = "hidden",
        ["units"] = "hidden",
        ["init"] = "initialization",
        ["initializer"] = "initialization",
        ["random_state"] = "seed",
        ["random_seed"] = "seed",
        ["grid"] = "parameters",
        ["params"] = "parameters",
        ["search_space"] = "parameters",
        ["runs"] = "replicates",
        ["repeats"] = "replicates",
    };

    private static readonly Dictionary<string, string> Missing = new(StringComparer.OrdinalIgnoreCase)
    {
        ["batch_size"] = "every iteration is one update from all train examples",
        ["minibatch_size"] = "every iteration is one update from all train examples",
        ["optimizer"] = "every network is trained by plain gradient descent",
        ["momentum"] = "every network is trained by plain gradient descent",
    };

    /// <summary>The name that Goalkeeper has for it: λ is lambda, any other name is itself.</summary>
    public static string Canonical(string name) => name == "λ" ? "lambda" : name;

    /// <summary>The known word that was probably meant, or null.</summary>
    public static string? Meant(string word, IEnumerable<string> known) =>
        Meanings.TryGetValue(Plain(word), out var setting) ? setting : Spelling.Nearest(word, known);

    /// <summary>"; did you mean `x`?", or nothing.</summary>
    public static string Hint(string word, IReadOnlyCollection<string> known)
    {
        if (Meant(word, known) is not { } meant) return "";
        var place = known.Contains(meant) ? ""
            : ObjectiveSpace.Network.Find(meant) is { } setting ? $" under {setting.Section}" : " at the top of the file";
        var isOpposite = meant == "keep_prob" && word.StartsWith("drop", StringComparison.OrdinalIgnoreCase);
        return isOpposite ? $"; did you mean `keep_prob`{place}, which is 1 − {word}?" : $"; did you mean `{meant}`{place}?";
    }

    /// <summary>Why there is no such setting, or null where nothing is known of it.</summary>
    public static string? WhyNone(string word) => Missing.GetValueOrDefault(Plain(word));

    private static string Plain(string word) => word.Replace('-', '_');
}
