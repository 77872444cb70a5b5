namespace Goalkeeper.Report.Pictures;

/// <summary>Pictures of examples, under a heading.</summary>
/// <param name="Heading">The section's heading.</param>
/// <param name="Text">Sentences before the pictures.</param>
/// <param name="Galleries">One a model.</param>
internal sealed record PictureSection(string Heading, IReadOnlyList<string> Text, IReadOnlyList<PictureGallery> Galleries);

/// <summary>Pictures of one model.</summary>
/// <param name="Title">What they are: the model, how many.</param>
/// <param name="FileName">The file of their contact sheet beside the Markdown.</param>
/// <param name="Pictures">In order.</param>
internal sealed record PictureGallery(string Title, string FileName, IReadOnlyList<MislabeledPicture> Pictures);

/// <summary>An example that a network got wrong.</summary>
/// <param name="Image">Its pixels.</param>
/// <param name="Example">Its place in its split, from 0.</param>
/// <param name="Class">What it is.</param>
/// <param name="Predicted">What the network took it for.</param>
/// <param name="Probability">The probability that the network gave to that, at least a half.</param>
internal sealed record MislabeledPicture(RgbImage Image, int Example, string Class, string Predicted, double Probability);
