namespace Goalkeeper.Training;

/// <summary>What a person is told of many things: a sentence each of the first, and how many more there are.</summary>
internal static class FewSentences
{
    private const int Most = 20;

    /// <summary>Shortens sentences of one kind.</summary>
    /// <param name="sentences">A sentence each.</param>
    /// <param name="rest">What is said of as many more.</param>
    public static IEnumerable<string> Of(IEnumerable<string> sentences, Func<int, FormattableString> rest)
    {
        var more = 0;
        foreach (var (i, sentence) in sentences.Index())
        {
            if (i < Most) yield return sentence;
            else more++;
        }
        if (more > 0) yield return FormattableString.Invariant(rest(more));
    }
}
