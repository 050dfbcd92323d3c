namespace KronClip.Evaluation;

/// <summary>A few pictures of every set, each under its class's name.</summary>
static class GalleryStrips
{
    public static HtmlNode Of(ProtocolReport report, Func<string, string, string?> pictures) => Html.All(report.Gallery.Select(strip => Html.Of("div", Html.Class("strip"),
        Html.Of("h3", Html.Name(strip.Title), Html.Of("span", Html.Class("detail"), strip.Pictures.Count == strip.Classes ? $" {strip.Classes} classes" : $" {strip.Pictures.Count} of {strip.Classes} classes")),
        Html.Of("div", Html.Class("tiles"), [.. from picture in strip.Pictures
            let address = pictures(strip.Set, picture.Picture)
            where address is not null
            select Html.Of("figure", Html.Picture(address, picture.Name), Html.Of("figcaption", Html.Name(picture.Name)))]))));
}
